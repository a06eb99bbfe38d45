"""Requests to see what is held about somebody."""
