"""File to passages. Knows nothing of questions."""
