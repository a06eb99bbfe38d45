"""The invented school of the demonstration: who is there, and what happened these past weeks.

The data is in `people`, `names`, `calendar`, `contacts` and `concerns`; `founding` enters it and `playing`
lets it happen, both through the actions that a real school uses.
"""
