"""The same live work for citysense and its peers, measured side by side: `make bench`.

Only `bench/engines/citysense.py` and `bench/reads*.py` know the product; one file knows each peer.
"""
