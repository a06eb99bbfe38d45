"""The rules of this room, as tables. Each row cites where the rule is published."""
