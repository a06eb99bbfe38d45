"""The rules of this room, as tables with their sources."""
