"""Editions: what the public reads, what it never does, and that nothing else is lost."""

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.audience import Audience
from corpus.document import Kind
from ingest.extract.text import read_text
from ingest.manifest import Entry, Manifest, WholeLines, WholeSection, Words, load_manifest
from ingest.redact import cuts
from ingest.split import LONGEST, Edition, edition
from ingest.structure import structure
from tests.reading import Text

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
FILES = sorted(path.name for path in DOCUMENTS.glob("*.txt"))
MASKED_NAME = "Nguyễn Thị Quỳnh"
_MARK = re.compile(r"^\s*(?:\(\d+\)|[IVX]+\t|\d\.(?:\t| (?=[^\d]))|[-+])")
_SUPERSCRIPTS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


def made(file: str, audience: Audience) -> Edition:
    lines = read_text(DOCUMENTS / file, file=file).lines
    read = edition(structure(lines), load_manifest(DOCUMENTS / "manifest.yaml").entry(file, lines), audience)
    assert read is not None
    return read


def words_of(read: Edition) -> str:
    """Everything an edition says anywhere."""
    document = read.document
    parts = [document.title, *document.lines, *(section.title for section in document.sections)]
    for passage in read.passages:
        parts += [passage.text, passage.search_text, passage.lead, *passage.headings]
        parts += [cell.header for cell in passage.cells]
    return "\n".join(parts)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("file", FILES)
def test_every_piece_stands_verbatim_on_its_line(file: str, audience: Audience) -> None:
    lines = read_text(DOCUMENTS / file, file=file).lines

    for passage in made(file, audience).passages:
        assert passage.pieces
        for piece in passage.pieces:
            assert passage.text[piece.start : piece.end] in lines[piece.line - 1]


@pytest.mark.parametrize("file", FILES)
def test_the_internal_edition_loses_no_word(file: str) -> None:
    lines = read_text(DOCUMENTS / file, file=file).lines
    said: dict[int, str] = {}
    for passage in made(file, Audience.INTERNAL).passages:
        for piece in passage.pieces:
            said[piece.line] = said.get(piece.line, "") + passage.text[piece.start : piece.end]

    for number, line in enumerate(lines, start=1):
        bare = re.sub(r"\W", "", _SUPERSCRIPTS.sub("", re.sub(r"<[^>]+>|[*]", "", _MARK.sub("", line))))
        shown = re.sub(r"\W", "", _SUPERSCRIPTS.sub("", said.get(number, "")))
        assert shown == bare or shown == re.sub(r"\W", "", line) or MASKED_NAME in line


@pytest.mark.parametrize("file", FILES)
def test_the_same_file_gives_the_same_ids_and_no_two_are_alike(file: str) -> None:
    first, second = (made(file, Audience.INTERNAL) for _ in range(2))
    ids = [passage.id for passage in first.passages]

    assert ids == [passage.id for passage in second.passages]
    assert len(set(ids)) == len(ids)
    assert [passage.order for passage in first.passages] == list(range(len(ids)))


@pytest.mark.parametrize("file", FILES)
def test_the_public_edition_says_nothing_that_is_withheld(file: str) -> None:
    lines = read_text(DOCUMENTS / file, file=file).lines
    structured = structure(lines)
    entry = load_manifest(DOCUMENTS / "manifest.yaml").entry(file, lines)
    public = words_of(made(file, Audience.PUBLIC))

    for number, withheld in cuts(structured, entry, Audience.PUBLIC).items():
        for cut in withheld:
            words = lines[number - 1][cut.start : cut.end].strip()
            assert len(words) < 8 or words not in public


@pytest.mark.parametrize("audience", Audience)
def test_a_private_name_is_in_no_edition(audience: Audience) -> None:
    for file in FILES:
        assert MASKED_NAME not in words_of(made(file, audience))


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("file", FILES)
def test_an_edition_keeps_the_line_count_and_short_passages(file: str, audience: Audience) -> None:
    read = made(file, audience)

    assert len(read.document.lines) == len(read_text(DOCUMENTS / file, file=file).lines)
    assert all(len(p.text) <= LONGEST for p in read.passages if p.kind is not Kind.TABLE_ROW)


REPORT = (
    "I. MỘT",
    "",
    "Phường có 5 tổ (gồm 2 tổ lớn) và 3 đội.",
    "",
    "II. HAI",
    "",
    "Kín như bưng¹.",
    "",
    "¹ Chú thích kín.",
)


@pytest.mark.parametrize(
    ("span", "withheld", "kept"),
    [
        (Words(3, "(gồm", "lớn)"), ["2 tổ lớn"], ["Phường có 5 tổ […] và 3 đội."]),
        (WholeLines(3, 3), ["5 tổ"], ["I. MỘT"]),
        (WholeLines(7, 9), ["Kín như bưng"], ["5 tổ"]),
        (WholeSection("II"), ["HAI", "Kín như bưng", "Chú thích kín"], ["5 tổ"]),
        # A footnote follows the words that cite it.
        (WholeLines(7, 7), ["Kín như bưng", "Chú thích kín"], ["II. HAI"]),
        (Words(7, "Kín", "bưng"), ["Kín như bưng", "Chú thích kín"], ["II. HAI"]),
    ],
)
def test_the_public_reads_round_what_is_internal(span: Words, withheld: list[str], kept: list[str]) -> None:
    text = Text(REPORT, internal=(span,))
    public, internal = words_of(text.edition(Audience.PUBLIC)), words_of(text.edition(Audience.INTERNAL))

    for words in withheld:
        assert words not in public
        assert words in internal
    for words in kept:
        assert words in public


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            "Có 01 vụ việc khiếu nại (*Vụ bà Trần Thị Hoa, 12-14 phố Huế, phường Hai Bà Trưng*).",
            "Có 01 vụ việc khiếu nại (Vụ bà [đã che]).",
        ),
        ("Đơn tố cáo của ông Lê Văn Ba đã giải quyết.", "Đơn tố cáo của ông [đã che] đã giải quyết."),
        ("Giải quyết tố cáo tại phường Hai Bà Trưng.", "Giải quyết tố cáo tại phường Hai Bà Trưng."),
        ("Đồng chí Lê Văn Ba chủ trì.", "Đồng chí Lê Văn Ba chủ trì."),
        (
            "Số định danh cá nhân: 001099012345 của người nộp.",
            "Số định danh cá nhân: [đã che] của người nộp.",
        ),
    ],
)
@pytest.mark.parametrize("audience", Audience)
def test_private_persons_are_masked_for_every_audience(line: str, shown: str, audience: Audience) -> None:
    read = Text(("Câu mở đầu văn bản.", "", line)).edition(audience)

    assert read.passages[1].text == shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Liên hệ đồng chí Ba, điện thoại 0912 345 678.", "Liên hệ đồng chí Ba, điện thoại [đã che]."),
        ("Điện thoại: +84 912.345.678", "Điện thoại: [đã che]"),
        ("Số tài khoản: 1234 5678 9012 tại ngân hàng.", "Số tài khoản: [đã che] tại ngân hàng."),
        ("Đường dây nóng: 0912 345 678.", "Đường dây nóng: 0912 345 678."),
        ("Văn phòng: 024 3869 1234.", "Văn phòng: 024 3869 1234."),  # an office's own
        ("Quyết định số 0912345678/QĐ-UBND.", "Quyết định số 0912345678/QĐ-UBND."),
        ("Tổng số 0.912.345.678 đồng.", "Tổng số 0.912.345.678 đồng."),
    ],
)
def test_telephones_and_accounts_of_persons_are_masked_for_the_public(line: str, shown: str) -> None:
    text = Text(("Câu mở đầu văn bản.", "", line))

    assert text.edition(Audience.PUBLIC).passages[1].text == shown
    assert text.edition(Audience.INTERNAL).passages[1].text == line


WRAPPED = (
    "Trong quý I, lãnh đạo phường đã tiếp công dân định kỳ vào các ngày thứ Năm,",
    "phân công cán bộ ghi chép đầy đủ ý kiến, kiến nghị của người dân, chuyển cho",
    "bộ phận có trách nhiệm xem xét, trả lời đúng thời hạn mà pháp luật quy định;",
    "trong đó có một đơn khiếu nại về đất đai, sau khi xác minh thì ông Lê Văn",
    "Hùng đã rút đơn; số điện thoại mà người dân này để lại cho phường là 0912",
    "345 678. Ngoài ra, phường ghi nhận đóng góp của đồng chí Trần Thị Hoa",
    "Mai trong việc vận động các hộ dân giữ gìn vệ sinh ngõ phố trong cả năm qua,",
    "đề nghị các tổ dân phố tiếp tục vận động người dân cùng tham gia phong trào,",
    "phấn đấu đến cuối năm mọi tổ dân phố đều đạt danh hiệu khu dân cư văn hóa,",
    "góp phần hoàn thành các chỉ tiêu mà nghị quyết của phường đã đề ra cho năm,",
    "đồng thời chuẩn bị tốt các điều kiện để tổ chức đại hội chi bộ trong quý IV.",
)


def test_what_is_broken_where_its_line_ends_is_masked_whole() -> None:
    read = Text(WRAPPED, mask=("Trần Thị Hoa Mai",)).edition(Audience.PUBLIC)

    said = read.passages[1].text
    assert "thì ông [đã che] đã rút đơn" in said
    assert "để lại cho phường là [đã che]. Ngoài ra" in said
    assert "của đồng chí [đã che] trong việc" in said
    for words in ("Lê Văn", "Hùng", "0912", "345 678", "Trần", "Mai"):
        assert words not in words_of(read)


def test_a_name_given_with_one_space_is_masked_however_it_is_spaced() -> None:
    read = Text(("Khen thưởng bà Trần  Thị **Hoa** vì thành tích.",), mask=("Trần Thị Hoa",))

    assert "Hoa" not in words_of(read.edition(Audience.INTERNAL))


DECISION = (
    "UBND PHƯỜNG BẠCH MAI",
    "Số: 12/QĐ-UBND",
    "QUYẾT ĐỊNH",
    "Về việc trả lời đơn của ông Nguyễn Văn Bình",
    "Căn cứ Luật Tiếp công dân;",
    "Điều 1. Không công nhận nội dung khiếu nại của ông Nguyễn Văn Bình.",
    "Điều 2. Quyết định có hiệu lực từ ngày ký.",
)


@pytest.mark.parametrize("audience", Audience)
def test_the_title_that_a_letterhead_prints_is_masked_like_the_text(audience: Audience) -> None:
    listed = Entry("a.txt", audience=Audience.PUBLIC, unsaid=frozenset({"title", "kind"}))
    entry = Manifest((listed,)).entry("a.txt", DECISION)

    read = edition(structure(DECISION), entry, audience)

    assert read is not None
    assert "Bình" in entry.title
    assert read.document.title.endswith("về việc trả lời đơn của ông [đã che]")
    assert "Bình" not in words_of(read)


def test_a_heading_that_is_withheld_names_no_section() -> None:
    lines = (
        *("QUYẾT ĐỊNH", "Về quy chế", "Căn cứ Luật số 72/2025/QH15;"),
        *("Điều 1. Ban hành quy chế.", "Điều 2. Quyết định có hiệu lực từ ngày ký.", "CHỦ TỊCH", "Lê Văn Ba"),
        *("PHƯƠNG ÁN GIẢI TỎA KHU TẬP THỂ", "Điều 1. Phạm vi", "1. Áp dụng cho phường."),
        *("CHỦ TỊCH", "Lê Văn Ba", "PHƯƠNG ÁN DI DỜI CHỢ", "Điều 1. Phạm vi", "1. Áp dụng cho chợ."),
    )

    read = Text(lines, internal=(WholeLines(8, 8), WholeLines(13, 13))).edition(Audience.PUBLIC)

    said = [*(passage.section for passage in read.passages)]
    said += [path for section in read.document.sections for path in (section.path, section.parent)]
    assert not [path for path in said if "PHƯƠNG ÁN" in path]
    assert [passage.section for passage in read.passages if "Áp dụng" in passage.text] == [
        "[…] > Điều 1 > khoản 1",
        "[…] (2) > Điều 1 > khoản 1",
    ]


def test_a_heading_with_nothing_left_under_it_is_no_passage() -> None:
    text = Text(REPORT, internal=(WholeLines(7, 9),))

    assert "II. HAI" not in [passage.text for passage in text.edition(Audience.PUBLIC).passages]
    assert "II. HAI" in [passage.text for passage in text.edition(Audience.INTERNAL).passages]


def test_a_file_without_a_label_is_internal() -> None:
    lines = ("Câu mở đầu.",)
    entry = Entry("a.txt", "A", "")

    assert edition(structure(lines), entry, Audience.PUBLIC) is None
    assert edition(structure(lines), entry, Audience.INTERNAL) is not None


_LINE = st.text(st.sampled_from("abcđêô .;:,-+*()123²¹\tIVĐH“”"), max_size=40)


@given(st.lists(_LINE, min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_no_letter_of_any_text_is_lost_or_doubled(lines: list[str]) -> None:
    structured = structure(lines)
    counted = "".join(
        structured.lines[span.line - 1][span.start : span.end]
        for block in structured.blocks
        for span in block.spans
    )
    labels = "".join(block.label for block in structured.blocks if block.kind is not Kind.HEADING)

    def letters(text: str) -> dict[str, int]:
        return {letter: text.count(letter) for letter in "abcđêôH"}

    spare = letters(labels)
    for letter, count in letters("".join(lines)).items():
        assert letters(counted)[letter] <= count <= letters(counted)[letter] + spare[letter]


@given(st.lists(_LINE, min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_any_text_gives_passages_whose_pieces_are_in_order(lines: list[str]) -> None:
    digest = hashlib.sha256(b"").hexdigest()
    read = edition(structure(lines), Entry("a.txt", "A", ""), Audience.INTERNAL, sha256=digest)

    assert read is not None
    for passage in read.passages:
        bounds = [bound for piece in passage.pieces for bound in (piece.start, piece.end)]
        assert bounds == sorted(bounds)
        assert passage.text.strip()
