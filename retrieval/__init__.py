"""Question to passages. Knows nothing of language models or chats."""
