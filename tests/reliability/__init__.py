"""What breaks, broken on purpose, while people use it: quality.md section 2.

A short run of each is part of the suite. `make reliability` does the long ones and writes `docs/reliability.md`;
`make load` and `make hostile` are its parts. `TRUST_URL` names a server with R1's data in a database called `trust`, so
that a run need not fill it (`trust.py`).
Beside these, what is measured elsewhere: R2 tests/aup/test_signing_evening.py · R4 tests/outbox · R5
tests/house/test_two_at_once.py · R6 tests/incidents/test_reporting_drafts.py · R9 tests/outbox/test_schedule.py and
tests/incidents/test_due_moments.py · R10 tests/backup.
"""
