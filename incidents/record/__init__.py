"""One incident, read: its page, its paper, what it still lacks."""
