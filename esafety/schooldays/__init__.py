"""When: terms, closures, bank holidays, clocks."""
