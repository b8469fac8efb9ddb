"""One module a format: file to numbered lines of text. Knows nothing of passages."""
