"""Backups: one encrypted file that holds everything, and the way back from it."""
