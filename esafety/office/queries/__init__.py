"""Lists of the office's pages, a drawer for each theme."""
