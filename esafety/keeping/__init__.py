"""How long records are kept, what holds them, and how two people dispose of them."""
