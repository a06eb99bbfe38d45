"""Who may see and do what with a record of this room, a drawer for each theme."""
