"""How fast the ledger is, beside its peers: `make bench` (or `python -m bench`) prints ratios measured in one run.

`run.py` lists the rows; each is measured in a module of its subject, on the history of `data.py`. Nothing is timed
before the answers were compared.
"""
