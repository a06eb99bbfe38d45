"""What this room asks, in the school's words."""
