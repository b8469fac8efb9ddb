"""Which stretches make an answer: sentences, lists, cells, footnotes, counts."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from answering.compose import Composed, compose, composed, joined
from answering.counted import parts_of_heading
from answering.extreme import extreme
from answering.rank import Candidate, Ranked, rank
from answering.sought import Sought, seek, weigher
from answering.stretch import Stretch, tidy
from answering.synonyms import Synonyms
from answering.understand import Asked, understand
from answering.units import units
from answering.whole_list import introduced
from corpus.document import Cell, Document, Kind
from corpus.library import Library, LibraryWriter
from corpus.passage import Passage
from tests.builders import a_document, a_passage, passages_of


@dataclass(frozen=True)
class Read:
    """A question read against a few passages."""

    asked: Asked
    sought: Sought
    ranked: list[Ranked]
    library: Library

    def answer(self) -> Composed:
        return compose(self.asked, self.sought.terms, self.ranked, self.library)


def kept(folder: Path, document: Document, passages: tuple[Passage, ...]) -> Library:
    with LibraryWriter(folder / "library.sqlite") as writer:
        writer.add(document, passages)
        writer.finish()
    return Library.open(folder / "library.sqlite")


def read(folder: Path, question: str, *lines: str, passages: tuple[Passage, ...] = ()) -> Read:
    """Every passage is found equally well."""
    document = a_document(*lines)
    library = kept(folder, document, passages or passages_of(document))
    asked = understand(question)
    sought = seek(asked, library, Synonyms.of([]))
    candidates = [
        Candidate(unit, 0.5, 0.5)
        for passage in library.all_passages()
        for unit in units(passage, title="Báo cáo của phường", citing=library.passage)
    ]
    return Read(asked, sought, rank(asked, sought.terms, candidates, weigher(library)), library)


def test_a_short_sentence_is_the_answer_with_its_place(tmp_path: Path) -> None:
    answer = read(
        tmp_path, "Phường có mấy chợ dân sinh?", "Phường có 4 chợ dân sinh. Chợ họp sáng.", "Trường có 9 lớp."
    ).answer()

    assert answer.text == "Phường có 4 chợ dân sinh."
    assert [(source.quote, source.lines) for source in answer.sources] == [
        ("Phường có 4 chợ dân sinh.", (1, 1))
    ]


def test_a_long_sentence_is_cut_to_what_answers(tmp_path: Path) -> None:
    filler = "các đoàn thể đã vận động bà con tham gia dọn dẹp đường làng ngõ xóm vào mỗi cuối tuần"
    long = f"Trong năm {filler}; hội nông dân trao 35 suất quà cho hộ khó khăn; {'; '.join([filler] * 4)}."

    answer = read(tmp_path, "Hội nông dân trao bao nhiêu suất quà?", long).answer()

    assert "35 suất quà" in answer.text
    assert len(answer.text.split()) < 80
    assert answer.sources[0].quote in long


def items(*texts: str) -> tuple[Passage, ...]:
    lead = a_passage("Phường có các mô hình hay:", order=1)
    return (
        lead,
        *(
            a_passage(
                text,
                order=place,
                kind=Kind.LIST_ITEM,
                lead=lead.text,
                group="mo-hinh",
                label=f"({place - 1})",
            )
            for place, text in enumerate(texts, start=2)
        ),
    )


MODELS = ("Ngõ xanh sạch đẹp.", "Tủ sách cộng đồng.", "Bếp ăn an toàn.")
LIST_LINES = ("Phường có các mô hình hay:", *MODELS)


def test_a_list_is_told_whole(tmp_path: Path) -> None:
    answer = read(tmp_path, "Phường có những mô hình hay nào?", *LIST_LINES, passages=items(*MODELS)).answer()

    assert answer.text == "Phường có các mô hình hay: Ngõ xanh sạch đẹp; Tủ sách cộng đồng; Bếp ăn an toàn."
    assert [source.lines for source in answer.sources] == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_the_item_of_a_number_is_told_alone(tmp_path: Path) -> None:
    answer = read(tmp_path, "Mô hình số 2 là gì?", *LIST_LINES, passages=items(*MODELS)).answer()

    assert answer.text.startswith("Tủ sách cộng đồng")
    assert "Bếp ăn" not in answer.text


def test_a_list_inside_a_sentence_is_told_whole(tmp_path: Path) -> None:
    text = "Phường giao ba việc: dọn ngõ; trồng cây; thu gom rác."

    answer = read(tmp_path, "Phường giao những việc nào?", text).answer()

    assert all(item in answer.text for item in ("dọn ngõ", "trồng cây", "thu gom rác"))


def test_a_colon_introduces_the_list_after_it(tmp_path: Path) -> None:
    library = kept(tmp_path, a_document(*LIST_LINES), items(*MODELS))
    lead, first, *_ = library.all_passages()

    assert introduced(lead, library) == "mo-hinh"
    assert introduced(first, library) == ""


def test_a_cell_is_told_with_the_name_of_its_row(tmp_path: Path) -> None:
    row = a_passage(
        "Chợ Đông Ba\t40\t12",
        order=2,
        kind=Kind.TABLE_ROW,
        cells=(Cell("Tên chợ", 0, 11), Cell("Số quầy hàng", 12, 14), Cell("Số nhân viên", 15, 17)),
    )
    lines = ("Tên chợ\tSố quầy hàng\tSố nhân viên", row.text)

    answer = read(tmp_path, "Chợ Đông Ba có bao nhiêu nhân viên?", *lines, passages=(row,)).answer()

    assert answer.text == "Chợ Đông Ba – Số nhân viên: 12."
    assert [(source.quote, source.lines) for source in answer.sources] == [
        ("Chợ Đông Ba", (2, 2)),
        ("Số nhân viên", (1, 1)),
        ("12", (2, 2)),
    ]


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("Chợ Đông Ba có bao nhiêu quầy hàng?", "45 quầy hàng"),  # as things stand
        ("Ngày 01/7/2025 chợ Đông Ba có bao nhiêu quầy hàng?", "40 quầy hàng"),
        ("Trước sắp xếp chợ Đông Ba có bao nhiêu quầy hàng?", "40 quầy hàng"),
    ],
)
def test_of_two_dates_the_last_is_told_unless_another_is_asked(
    tmp_path: Path, question: str, figure: str
) -> None:
    row = a_passage(
        "Chợ Đông Ba\t40 quầy hàng\t45 quầy hàng",
        order=2,
        kind=Kind.TABLE_ROW,
        cells=(Cell("", 0, 11), Cell("Ngày 01/7/2025", 12, 24), Cell("Ngày 25/5/2026", 25, 37)),
    )

    answer = read(tmp_path, question, "\tNgày 01/7/2025\tNgày 25/5/2026", row.text, passages=(row,)).answer()

    assert figure in answer.text


def test_of_a_long_first_cell_the_sentence_that_is_asked_about_is_shown(tmp_path: Path) -> None:
    filler = "Các hạng mục khác được giao cho từng đơn vị theo kế hoạch chung của cả năm và quý sau. " * 4
    asked = "Đề nghị sớm sửa đường vào chợ Đông Ba."
    text = f"{filler}{asked}\tThành phố"
    cells = (Cell("", 0, len(filler + asked)), Cell("Cấp kiến nghị", len(filler + asked) + 1, len(text)))
    row = a_passage(text, order=2, kind=Kind.TABLE_ROW, cells=cells)

    answer = read(
        tmp_path,
        "Đề nghị sửa đường vào chợ Đông Ba gửi cấp kiến nghị nào?",
        "\tCấp kiến nghị",
        text,
        passages=(row,),
    ).answer()

    assert answer.text.startswith("Đề nghị sớm sửa đường vào chợ Đông Ba")
    assert "hạng mục" not in answer.text


def test_another_unit_is_added_only_from_the_same_passage_or_for_two_names(tmp_path: Path) -> None:
    lines = ("Chợ Quỳnh Mai nhận 30 phản ánh.", "Chợ Bách Khoa nhận 20 phản ánh về mùi.")

    (tmp_path / "one").mkdir()
    both = read(tmp_path, "Chợ Quỳnh Mai và chợ Bách Khoa nhận bao nhiêu phản ánh?", *lines).answer()
    one = read(tmp_path / "one", "Chợ Quỳnh Mai nhận bao nhiêu phản ánh?", *lines).answer()

    assert both.text == "Chợ Bách Khoa nhận 20 phản ánh về mùi. Chợ Quỳnh Mai nhận 30 phản ánh."
    assert one.text == "Chợ Quỳnh Mai nhận 30 phản ánh."


def test_a_sentence_that_only_opens_a_list_is_no_answer_where_the_list_is_missing(tmp_path: Path) -> None:
    lines = ("Các trụ sở phường giữ lại, cụ thể:", "Các trụ sở phường giữ lại là nhà 33 Đại Cồ Việt.")

    answer = read(tmp_path, "Các trụ sở phường giữ lại là trụ sở nào?", *lines).answer()

    assert "33 Đại Cồ Việt" in answer.text


def test_the_list_with_as_many_items_as_are_asked_is_told(tmp_path: Path) -> None:
    text = (
        "Chương trình đề ra giải pháp (1) trồng cây (2) dọn ngõ. "
        "Đồng thời đặt ra 3 công trình: (1) Đường mới; (2) Chợ mới; (3) Trường mới."
    )

    answer = read(tmp_path, "Chương trình đặt ra ba công trình nào?", text).answer()

    assert answer.text == "Đồng thời đặt ra 3 công trình: (1) Đường mới; (2) Chợ mới; (3) Trường mới."


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Mô hình hay thứ ba của phường là gì?", "Bếp ăn an toàn."),
        ("Mô hình hay đầu tiên của phường là gì?", "Ngõ xanh sạch đẹp."),
        ("Mô hình hay cuối cùng của phường là gì?", "Bếp ăn an toàn."),
    ],
)
def test_an_item_is_found_by_its_place(tmp_path: Path, question: str, told: str) -> None:
    unnumbered = tuple(replace(item, label="-") for item in items(*MODELS))

    assert read(tmp_path, question, *LIST_LINES, passages=unnumbered).answer().text == told


FOOTNOTED = ("Phường sửa 3 chợ¹ trong năm.", "¹ Chợ Đông, chợ Tây, chợ Nam.")


def footnoted() -> tuple[Passage, ...]:
    note = a_passage(
        "Chợ Đông, chợ Tây, chợ Nam.", order=2, kind=Kind.FOOTNOTE, label="1", cited_by="bao-cao-1"
    )
    return (a_passage("Phường sửa 3 chợ trong năm.", cites=(note.id,)), note)


def test_the_list_in_a_footnote_is_told_with_its_sentence(tmp_path: Path) -> None:
    answer = read(tmp_path, "Phường sửa những chợ nào?", *FOOTNOTED, passages=footnoted()).answer()

    assert "chợ Tây" in answer.text
    assert (2, 2) in [source.lines for source in answer.sources]


def test_a_second_place_that_says_the_same_is_a_source_but_not_said_twice(tmp_path: Path) -> None:
    answer = read(
        tmp_path,
        "Phường có mấy chợ dân sinh?",
        "Phường có 4 chợ dân sinh.",
        "Toàn phường có 04 chợ dân sinh.",
    ).answer()

    assert answer.text.count("chợ dân sinh") == 1
    assert [source.lines for source in answer.sources] == [(1, 1), (2, 2)]


@pytest.mark.parametrize(
    ("text", "start", "end", "shown"),
    [
        ("- Có 4 chợ;", 0, 11, "Có 4 chợ"),
        ("+ Có 4 chợ, ", 0, 12, "Có 4 chợ"),
        ("Có 4 chợ.", 0, 9, "Có 4 chợ."),
        ("Có 4 chợ […].", 0, 13, "Có 4 chợ"),
        ("Có 4 chợ: […]", 0, 13, "Có 4 chợ"),
        ("; - ,", 0, 5, ""),
    ],
)
def test_marks_around_a_stretch_are_left_out(text: str, start: int, end: int, shown: str) -> None:
    assert tidy(a_passage(text), start, end).text == shown


@pytest.mark.parametrize(
    ("one", "other", "overlap"), [((0, 5), (4, 8), True), ((0, 5), (5, 8), False), ((2, 3), (0, 9), True)]
)
def test_stretches_overlap_where_they_share_a_letter(
    one: tuple[int, int], other: tuple[int, int], overlap: bool
) -> None:
    passage = a_passage("Phường có chợ")

    assert Stretch(passage, *one).overlaps(Stretch(passage, *other)) is overlap
    assert not Stretch(passage, *one).overlaps(Stretch(a_passage("Khác", order=2), *one))


def test_two_answers_are_joined_without_repeating(tmp_path: Path) -> None:
    library = kept(
        tmp_path,
        a_document("có 4 chợ.", "Có 9 trường."),
        passages_of(a_document("có 4 chợ.", "Có 9 trường.")),
    )
    markets, schools = (Stretch(each, 0, len(each.text)) for each in library.all_passages())
    first, second = composed([markets], library), composed([markets, schools], library)

    whole = joined([first, second], library)

    assert whole.text == "Có 4 chợ. Có 9 trường."
    assert len(whole.sources) == 2


COUNTED = "Thủ tục gồm: đất đai 12 thủ tục; y tế 3 thủ tục; hộ tịch 20 thủ tục."


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Lĩnh vực nào có nhiều thủ tục nhất?", "hộ tịch 20 thủ tục"),
        ("Lĩnh vực nào có ít thủ tục nhất?", "y tế 3 thủ tục"),
        ("linh vuc nao co it thu tuc nhat", "y tế 3 thủ tục"),
        ("Lĩnh vực nào nhiều nhất?", "hộ tịch 20 thủ tục"),
        ("Lĩnh vực nào có số thủ tục thấp nhất?", "y tế 3 thủ tục"),
    ],
)
def test_the_item_with_the_most_or_the_least_is_found(tmp_path: Path, question: str, shown: str) -> None:
    found = read(tmp_path, question, f"Lĩnh vực và thủ tục. {COUNTED}")

    stretch = extreme(found.asked, found.ranked, found.library)

    assert stretch is not None
    assert stretch.text.startswith(shown)


def test_the_item_with_the_most_is_found_among_items_of_their_own_lines(tmp_path: Path) -> None:
    passages = items("Chợ Đông: 12 mô hình.", "Chợ Tây: 30 mô hình.", "Chợ Nam: 7 mô hình.")
    found = read(
        tmp_path, "Chợ nào có nhiều mô hình hay nhất?", *(p.text for p in passages), passages=passages
    )

    stretch = extreme(found.asked, found.ranked, found.library)

    assert stretch is not None
    assert stretch.text == "Chợ Tây: 30 mô hình."


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Lĩnh vực nào có thủ tục?", COUNTED),  # no most is asked for
        ("Thủ tục nào nhiều nhất?", "Gồm: đất đai 12 thủ tục; y tế 3 thủ tục."),  # two are no list
        ("Thủ tục nào nhiều nhất?", "Gồm: đất đai 12/20 thủ tục; y tế 3; hộ tịch 4."),  # a share
        ("Thủ tục nào nhiều nhất?", "Gồm: đất đai 12 thủ tục; y tế; hộ tịch 4."),  # one has no figure
        ("Ngôi trường nào nhiều nhất?", COUNTED),  # another noun
    ],
)
def test_without_a_list_of_figures_there_is_no_most(tmp_path: Path, question: str, text: str) -> None:
    found = read(tmp_path, question, text)

    assert extreme(found.asked, found.ranked, found.library) is None


def sectioned() -> tuple[Passage, ...]:
    def heading(text: str, order: int, section: str, *above: str) -> Passage:
        return a_passage(text, order=order, section=section, kind=Kind.HEADING, headings=(*above, text))

    top = "V. Bài học kinh nghiệm"
    return (
        heading(top, 1, "V"),
        heading("1. Về tổ chức", 2, "V.1", top),
        heading("2. Về tài chính", 3, "V.2", top),
        heading("2.1. Nguồn thu", 4, "V.2.1", top, "2. Về tài chính"),
        heading("VI. Kiến nghị", 5, "VI"),
    )


def test_the_parts_of_a_heading_are_those_right_under_it(tmp_path: Path) -> None:
    passages = sectioned()
    lines = [passage.text for passage in passages]
    found = read(tmp_path, "Có mấy bài học kinh nghiệm?", *lines, passages=passages)

    parts = parts_of_heading(found.asked, found.ranked, found.library)

    assert parts is not None
    assert parts.heading.text == "V. Bài học kinh nghiệm"
    assert [part.text for part in parts.parts] == ["1. Về tổ chức", "2. Về tài chính"]
    assert len(parts.stretches) == 3


@pytest.mark.parametrize(
    "question",
    [
        "Có những bài học kinh nghiệm nào?",
        "Có mấy kiến nghị?",
        "Bài học kinh nghiệm chiếm bao nhiêu phần trăm?",
    ],
)
def test_where_no_parts_are_asked_for_none_are_counted(tmp_path: Path, question: str) -> None:
    passages = sectioned()
    found = read(tmp_path, question, *(passage.text for passage in passages), passages=passages)

    assert parts_of_heading(found.asked, found.ranked, found.library) is None
