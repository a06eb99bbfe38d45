"""Background work of the office: shells that call an action."""
