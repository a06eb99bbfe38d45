"""Lists that need several tables."""
