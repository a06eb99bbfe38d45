"""What the office asks, a drawer for each theme."""
