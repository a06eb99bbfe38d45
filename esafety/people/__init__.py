"""Schools, persons, accounts, posts: facts only."""
