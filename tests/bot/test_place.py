"""Where a quote stands, as a reader says it."""

import pytest

from bot.web.place import section_label, short_title
from tests.conftest import Running


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Quy chế tiếp công dân", "Quy chế tiếp công dân"),
        (
            "Báo cáo sơ kết 01 năm vận hành chính quyền địa phương 2 cấp",
            "Báo cáo sơ kết 01 năm vận hành chính quyền…",
        ),
        ("Nghị quyết về thu chi ngân sách năm 2026, kế hoạch", "Nghị quyết về thu chi ngân sách năm 2026…"),
        ("X" * 60, "X" * 42 + "…"),  # no space to cut at
    ],
)
def test_a_long_title_is_cut_between_words(title: str, short: str) -> None:
    assert short_title(title) == short


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("III.3.2", "mục III.3.2"),
        ("Chương I > Điều 2", "Điều 2"),
        ("Chương I > Mục 2 > Điều 2 > khoản 3 > điểm đ", "điểm đ khoản 3 Điều 2"),
        ("QUY CHẾ > Chương I > Điều 2", "Điều 2 Quy chế"),
        ("Phụ lục II > I", "Phụ lục II, I"),
        ("Điều 5", "Điều 5"),
        ("ĐỀ XUẤT, KIẾN NGHỊ", "mục ĐỀ XUẤT, KIẾN NGHỊ"),
    ],
)
def test_a_section_is_named_as_people_say_it(path: str, label: str) -> None:
    assert section_label(path) == label


def test_only_a_question_without_an_answer_is_followed_by_examples(server: Running) -> None:
    with server.client() as client:
        unanswered = client.get("/", params={"q": "Phường có bao nhiêu bể bơi?"}).text
        answered = client.get("/", params={"q": "Phường có bao nhiêu tổ dân phố?"}).text

    assert "data-offers-examples" in unanswered
    assert "data-offers-examples" not in answered
