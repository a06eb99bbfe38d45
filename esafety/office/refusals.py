"""What an act of the office raises when it makes no sense as asked."""


class Refused(Exception):
    """The text is a sentence for whoever asked, and says what to do instead."""
