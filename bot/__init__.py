"""The channels: command line, web page, chat. Knows nothing of law."""
