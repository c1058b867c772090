"""The slow, obvious second reading of the documents: what the fast engine is compared with."""
