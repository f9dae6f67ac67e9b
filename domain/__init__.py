"""What the ledger knows: facts, dates, places, the state of policy. Standard library only, no clock, no I/O.

Start in `events.py` (every fact that can be recorded) and go on to `policy.py` (what binds on a day).
"""
