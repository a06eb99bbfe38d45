"""How pages and forms look. Knows no other room."""
