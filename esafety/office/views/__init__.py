"""What the pages of the office do: door, form, action, goodbye."""
