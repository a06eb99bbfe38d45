"""Terms and closures."""

from esafety.schooldays.models.term import Closure, Term

__all__ = ["Closure", "Term"]
