"""How long what is kept, what holds it: pure rules, with their sources."""
