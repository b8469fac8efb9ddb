"""What stops a command before it begins; each message is Vietnamese and says what to do."""


class UsageError(Exception):
    """The command was typed wrongly; the message is its help."""


class SettingsUnusableError(Exception):
    """The message names the settings that are wrong, not their values."""
