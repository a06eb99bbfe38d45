"""Reporting a concern: the sections of the form, what is told so far, and what its writer sees of it afterwards."""
