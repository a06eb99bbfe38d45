"""Many incidents at once: the list, what narrows it, what searches it, what leaves it as lines of a file."""
