"""Requests to see what is held."""
