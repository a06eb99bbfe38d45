"""Files from outside: what is taken, how it is judged while it comes, and when it may be opened."""
