"""What we hold: documents, passages, the register. Knows nothing of search, models or channels."""
