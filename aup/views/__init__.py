"""Door, form, action, goodbye; a drawer for each theme."""
