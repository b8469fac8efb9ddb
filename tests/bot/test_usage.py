"""The figures: every day has its bar, and a list taken away runs nothing in a spreadsheet."""

from datetime import date

import pytest

from answering.answer import Status
from bot.feedback import DayUse
from bot.sheets import csv_sheet, harmless
from bot.usage import HEIGHT, chart
from corpus.audience import Audience

TODAY = date(2026, 7, 3)


def use(day: str, status: Status, times: int) -> DayUse:
    return DayUse(day, Audience.PUBLIC, status, times)


def test_every_day_has_a_bar_and_the_highest_fills_the_drawing() -> None:
    uses = [
        use("2026-07-01", Status.ANSWERED, 6),
        use("2026-07-01", Status.UNANSWERABLE, 2),
        use("2026-07-03", Status.GREETING, 1),
        use("2026-06-01", Status.ANSWERED, 99),
    ]

    drawn = chart(uses, until=TODAY, days=3)

    assert [(day.answered, day.unanswered) for day in drawn.days] == [(6, 2), (0, 0), (1, 0)]
    highest = drawn.bars[0]
    assert highest.answered_height + highest.unanswered_height == HEIGHT
    assert highest.unanswered_y == 0
    assert drawn.total.all == 9


def test_days_without_questions_are_drawn_too() -> None:
    assert [day.all for day in chart([], until=TODAY, days=2).days] == [0, 0]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_a_spreadsheet_would_run_stands_behind_an_apostrophe(sign: str) -> None:
    assert harmless(f"{sign}HYPERLINK(1)").startswith("'")
    assert harmless(f"1{sign}1") == f"1{sign}1"


def test_a_list_keeps_its_accents_lines_and_quotes() -> None:
    sheet = csv_sheet(["Câu hỏi"], [["Có “gì”, ở\nđâu?"], ['"'], ["a\x00b"]])

    assert sheet.startswith(b"\xef\xbb\xbf")
    assert sheet.decode("utf-8-sig").splitlines()[0] == "Câu hỏi"
    assert "ab" in sheet.decode("utf-8-sig")
