"""Question to answer. Knows nothing of HTTP, Telegram or Zalo."""
