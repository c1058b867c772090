"""What the project says of itself in its documents, done by tests."""
