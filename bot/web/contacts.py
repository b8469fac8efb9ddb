"""Where a person turns for what the documents do not say; a ward edits `prompts/page/contacts.md`."""

from dataclasses import dataclass

from prompts import load


@dataclass(frozen=True, slots=True)
class Contact:
    """`address` is "tel:…", "https://…" or "" for a place one goes to."""

    label: str
    address: str

    @property
    def is_site(self) -> bool:
        return self.address.startswith("https:")


def contacts() -> tuple[Contact, ...]:
    """In the order they are written: "label | address" a line."""
    lines = (line.partition(" | ") for line in load("page/contacts").split("\n"))
    return tuple(Contact(label, address) for label, _, address in lines)
