"""Rules of the office as tables, each with its source."""
