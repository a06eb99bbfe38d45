"""What the demonstration's school has in this room."""
