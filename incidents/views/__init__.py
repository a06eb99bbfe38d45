"""What the pages of this room do: door, form, action, goodbye."""
