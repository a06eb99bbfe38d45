"""The fixed words of the office's mails, a drawer for each theme. None says which role or which matter."""
