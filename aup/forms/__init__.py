"""What the pages ask, a drawer for each theme."""
