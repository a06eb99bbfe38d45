"""When a safeguarding file must be at the next school, when its receipt is chased, how much travels at once.

Source: KCSIE, "Transfer of child protection files", and domain/records.md, "Transfer": within 5 school days of
starting, separately from the main file, confirmation of receipt. Chasing after five days: North Northamptonshire.
"""

DUE_AFTER = 5
"""School days by the end of which it is there. The first day at the next school counts as the first: KCSIE says both
“within 5 days” in the year and “within the first 5 days” of a term, and the stricter keeps both."""
CHASED_AFTER = 5
"""School days without a receipt, and again each time after as many."""
MOST_BYTES = 50 * 1024 * 1024
"""◇ All files of evidence in one file together; more are sent in a second one or by hand."""
