"""Lists that need several tables, a drawer for each theme."""
