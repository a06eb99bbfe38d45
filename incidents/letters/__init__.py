"""Letters: the texts in the repository, and how one is filled in. See README.md."""
