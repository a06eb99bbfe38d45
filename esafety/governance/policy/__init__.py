"""Rules of this room as tables and pure functions, each with its source."""
