"""What people do with messages."""
