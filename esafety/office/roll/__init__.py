"""Bringing people in from a file of the school's information system, and out again."""
