"""Who of the office may see and do what with a record, a drawer for each theme."""
