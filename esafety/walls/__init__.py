"""Schools are walls: which schools' rows the work in hand may touch at all, told to the database.

`within` and `every_school` say it for a block, `enter` adds to it for the rest of a request. PostgreSQL's
row-level security does the rest (`raising`); SQLite, which is for trying the product, has no such thing.
"""

from esafety.walls.scope import by_secret, enter, every_school, kept_open, within

__all__ = ["by_secret", "enter", "every_school", "kept_open", "within"]
