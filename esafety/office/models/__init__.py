"""What the office keeps of its own, one noun a file."""
