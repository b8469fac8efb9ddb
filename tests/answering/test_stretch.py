"""How the parts of an answer read one after another."""

import pytest

from answering.stretch import Stretch, told
from corpus.document import Kind
from tests.builders import a_passage

SENTENCES = "Phường có 3 chợ, trong đó chợ Đông họp sáng. Chợ Tây họp chiều; chợ Nam nghỉ."


def part(words: str, *, text: str = SENTENCES, header: str = "") -> Stretch:
    start = text.index(words)
    return Stretch(a_passage(text), start, start + len(words), header)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["Phường có 3 chợ, trong đó chợ Đông họp sáng."], "Phường có 3 chợ, trong đó chợ Đông họp sáng."),
        (["Phường có 3 chợ"], "Phường có 3 chợ …"),  # the sentence goes on
        (["chợ Đông họp sáng"], "… chợ Đông họp sáng."),  # it began before
        (["chợ Nam nghỉ"], "Chợ Nam nghỉ."),  # a part after a semicolon stands by itself
        (["Phường có 3 chợ", "chợ Đông họp sáng"], "Phường có 3 chợ … chợ Đông họp sáng."),
        (["Chợ Tây họp chiều", "chợ Nam nghỉ"], "Chợ Tây họp chiều; chợ Nam nghỉ."),
        (
            ["Phường có 3 chợ, trong đó chợ Đông họp sáng.", "chợ Nam nghỉ"],
            "Phường có 3 chợ, trong đó chợ Đông họp sáng. Chợ Nam nghỉ.",
        ),
        (["chợ Nam nghỉ", "Phường có 3 chợ"], "Chợ Nam nghỉ. Phường có 3 chợ …"),
        (["chợ Nam nghỉ", "chợ Đông họp sáng"], "Chợ Nam nghỉ. … chợ Đông họp sáng."),
    ],
)
def test_parts_read_as_their_sentences_do(parts: list[str], text: str) -> None:
    assert told([part(words) for words in parts]) == text


def test_items_follow_what_introduces_them() -> None:
    lead = a_passage("Phường có các chợ:")
    one, two = (
        a_passage(text, order=order, kind=Kind.LIST_ITEM, group="cho")
        for order, text in ((2, "Chợ Đông."), (3, "Chợ Tây."))
    )

    whole = told([Stretch(each, 0, len(each.text)) for each in (lead, one, two)])

    assert whole == "Phường có các chợ: Chợ Đông; Chợ Tây."


def test_a_cell_is_told_after_its_row_and_column() -> None:
    row = "Chợ Đông\t40"

    assert (
        told([part("Chợ Đông", text=row), part("40", text=row, header="Số quầy")])
        == "Chợ Đông – Số quầy: 40."
    )


def test_a_whole_row_shows_where_its_cells_part() -> None:
    row = "Sửa chợ Đông\tThành phố"

    assert told([part(row, text=row)]) == "Sửa chợ Đông – Thành phố."


def test_the_colon_before_a_list_stays_where_items_are_left_out() -> None:
    text = "Chỉ định: 12 bí thư; 24 phó bí thư."

    assert told([part("Chỉ định", text=text), part("12 bí thư", text=text)]) == "Chỉ định: 12 bí thư."
    assert (
        told([part("Chỉ định", text=text), part("24 phó bí thư", text=text)]) == "Chỉ định: … 24 phó bí thư."
    )
