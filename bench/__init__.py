"""The same live work for citysense and its peers, measured side by side: `make bench`.

Only `bench/engines/citysense.py` and `bench/reads.py` know the product. A peer is one file of
`bench/engines`, one entry in `bench/peers.py` and its library in `requirements.in` (`make lock`).
"""
