"""The office: what a school sets up for itself."""
