"""What stops a command or a form before anything is kept; each message is Vietnamese and says what to do."""

from prompts import load


class UsageError(Exception):
    """The command was typed wrongly; the message is its help."""


class SettingsUnusableError(Exception):
    """The message names the settings that are wrong, not their values."""


class FormError(Exception):
    """What was filled in cannot be kept; `code` is stable, the message repeats nothing given."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.message = load(f"errors/form_{code}", **values)
        super().__init__(self.message)
