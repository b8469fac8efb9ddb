"""Plain answer text becomes paragraphs and lists."""

import pytest

from bot.web.plain_text import TextBlock, text_blocks


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("Một câu.", [TextBlock(False, ("Một câu.",))]),
        ("Gồm:\n- một;\n- hai.", [TextBlock(False, ("Gồm:",)), TextBlock(True, ("- một;", "- hai."))]),
        ("(1) “Chi bộ số”.\n\n(2) Tử tế.", [TextBlock(True, ("(1) “Chi bộ số”.", "(2) Tử tế."))]),
        ("27.228 hồ sơ.", [TextBlock(False, ("27.228 hồ sơ.",))]),
        ("", []),
    ],
)
def test_items_stay_together(text: str, blocks: list[TextBlock]) -> None:
    assert text_blocks(text) == blocks
