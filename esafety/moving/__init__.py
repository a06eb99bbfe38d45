"""Files that move between schools."""
