"""Follow-ups made into questions that stand alone."""

import itertools

import pytest

from answering.question import Turn
from answering.rewrite import Rewritten, stand_alone
from corpus.vietnamese import fold
from prompts import load

# Pairs of words that documents use side by side.
KNOWN = frozenset({"so truc", "so qua", "duong chua", "so nop", "hoc so"})


def turns(*questions: str, answer: str = "") -> tuple[Turn, ...]:
    return tuple(Turn(question, answer) for question in questions)


def rewritten(text: str, *history: Turn) -> Rewritten:
    return stand_alone(text, history, is_known=KNOWN.__contains__)


@pytest.mark.parametrize(
    ("before", "follow_up", "expected"),
    [
        # Figures of one form
        ("Năm 2025 phường thu bao nhiêu?", "Thế năm 2026?", "Năm 2026 phường thu bao nhiêu?"),
        ("Năm 2025 phường thu bao nhiêu?", "Còn quý I/2026?", "quý I/2026 phường thu bao nhiêu?"),
        ("Quý I năm 2026 thu bao nhiêu?", "Cả năm?", "cả năm 2026 thu bao nhiêu?"),
        ("Bao nhiêu xã đăng ký trong tháng 7?", "Còn tháng 8?", "Bao nhiêu xã đăng ký trong tháng 8?"),
        ("HĐND nhiệm kỳ 2021-2026 có mấy người?", "2026-2031?", "HĐND nhiệm kỳ 2026-2031 có mấy người?"),
        ("Có bao nhiêu đơn năm 2026?", "năm trước?", "Có bao nhiêu đơn năm 2025?"),
        ("Mô hình số 1 là gì?", "Thế mô hình thứ 12?", "mô hình thứ 12 là gì?"),
        ("Trụ sở 37 phố Hàng Lụa dùng làm gì?", "Còn 9 Hàng Lược?", "Trụ sở 9 Hàng Lược dùng làm gì?"),
        ("Điều 5 quy định gì?", "Khoản 2 thì sao?", "khoản 2 Điều 5 quy định gì?"),
        ("Điều 5 quy định gì?", "Còn Điều 6?", "Điều 6 quy định gì?"),
        ("Kế hoạch 85-KH/ĐU ra ngày nào?", "Còn Kế hoạch 72-KH/ĐU?", "Kế hoạch 72-KH/ĐU ra ngày nào?"),
        ("Kết luận 126-KL/TW nói gì?", "Còn 127?", "Kết luận 127 nói gì?"),
        ("Phường có những kiến nghị gì?", "Còn 72-KH/ĐU?", "72-KH/ĐU là văn bản gì?"),
        # Words of one class
        ("Văn bản đến của Đảng ủy là bao nhiêu?", "UBND?", "Văn bản đến của UBND là bao nhiêu?"),
        ("Đảng ủy nhận mấy đơn?", "Còn UBND phường thì sao?", "UBND phường nhận mấy đơn?"),
        ("Ban Quản lý có mấy người?", "Trạm Y tế thì sao?", "Trạm Y tế có mấy người?"),
        ("Số cuộc họp của HĐND là bao nhiêu?", "UBKT?", "Số cuộc họp của UBKT là bao nhiêu?"),
        ("Bao nhiêu bí thư xã được chỉ định?", "Còn phó bí thư?", "Bao nhiêu phó bí thư xã được chỉ định?"),
        ("Ban đầu có bao nhiêu người?", "Hiện nay thì sao?", "hiện nay có bao nhiêu người?"),
        ("Có mấy trường tiểu học?", "Còn mầm non?", "Có mấy trường mầm non?"),
        ("Theo quyết định nào?", "Thế tờ trình?", "Theo tờ trình nào?"),
        ("Mức phạt với ô tô là bao nhiêu?", "Xe máy thì sao?", "Mức phạt với xe máy là bao nhiêu?"),
        # A noun shared, a denial dropped
        (
            "Nhà 9 Hàng Lược có diện tích đất bao nhiêu?",
            "Diện tích sàn?",
            "Nhà 9 Hàng Lược có diện tích sàn bao nhiêu?",
        ),
        ("Dân số là bao nhiêu?", "Còn mật độ dân số thì sao?", "mật độ dân số là bao nhiêu?"),
        ("Bao nhiêu nhà không thuộc dự án?", "Còn thuộc thì bao nhiêu?", "Bao nhiêu nhà thuộc dự án?"),
        ("Đã giải quyết bao nhiêu đơn?", "Đang giải quyết thì mấy?", "đang giải quyết bao nhiêu đơn?"),
        ("Lĩnh vực môi trường có mấy thủ tục?", "Y tế thì mấy?", "Lĩnh vực y tế có mấy thủ tục?"),
        ("Kiến nghị về biên chế có mấy cái?", "Còn phụ cấp?", "Kiến nghị về phụ cấp có mấy cái?"),
        # The counted noun, or what stands beside it
        ("Phường có bao nhiêu tổ dân phố?", "Còn bệnh viện?", "Phường có bao nhiêu bệnh viện?"),
        ("Tiếp dân bao nhiêu buổi?", "Bao nhiêu lượt công dân?", "Tiếp dân bao nhiêu lượt công dân?"),
        ("Diện tích phường là bao nhiêu?", "Thế dân số?", "dân số phường là bao nhiêu?"),
        ("Phường nhận bao nhiêu hồ sơ?", "Còn trực tuyến?", "Phường nhận bao nhiêu hồ sơ trực tuyến?"),
        ("Phường nhận bao nhiêu hồ sơ?", "Quá hạn bao nhiêu?", "Phường nhận bao nhiêu hồ sơ quá hạn?"),
        (
            "Thời hạn cấp phép là mấy ngày?",
            "Trường hợp nhà cấp 4 thì sao?",
            "Thời hạn trường hợp nhà cấp 4 cấp phép là mấy ngày?",
        ),
        ("Tổ 7 có bao nhiêu hộ?", "Còn tổ 9 thì mấy hộ?", "tổ 9 có bao nhiêu hộ?"),
        # Said after small talk, and without accents
        ("Phường có mấy chợ?", "Dạ cảm ơn, thế còn bệnh viện?", "Phường có mấy bệnh viện?"),
        ("Co may truong tieu hoc?", "con mam non thi sao", "Co may truong mam non?"),
        ("Phuong thu bao nhieu nam 2025?", "the nam 2026?", "Phuong thu bao nhieu nam 2026?"),
    ],
)
def test_a_fragment_takes_the_place_of_what_it_stands_against(
    before: str, follow_up: str, expected: str
) -> None:
    found = rewritten(follow_up, *turns(before))

    assert fold(found.text) == fold(expected)
    assert found.changed
    assert not found.told


def test_what_a_follow_up_put_beside_gives_way_to_the_next() -> None:
    history = turns("Phường nhận bao nhiêu hồ sơ từ 01/7/2025?", "Trong đó nộp trực tuyến bao nhiêu?")

    assert (
        rewritten("Thế trực tiếp?", *history).text
        == "Phường nhận bao nhiêu hồ sơ nộp trực tiếp từ 01/7/2025?"
    )
    assert rewritten("Quá hạn?", *history).text == "Phường nhận bao nhiêu hồ sơ quá hạn từ 01/7/2025?"


@pytest.mark.parametrize(
    ("before", "follow_up"),
    [
        ("Phường có bao nhiêu khu tập thể cũ?", "Xây từ bao giờ?"),
        ("Bí thư tiếp dân bao nhiêu buổi?", "Ở đâu?"),
        ("Trung tâm phục vụ hành chính công ở đâu?", "Giám đốc là ai?"),
        ("Trạm y tế ở đâu?", "Có bao nhiêu bác sĩ?"),
        ("Thủ tục khai sinh nộp ở đâu?", "Hồ sơ gồm những giấy tờ gì?"),
        ("Công trình này ở đâu?", "Khởi công khi nào?"),
        ("Phường có bao nhiêu thủ tục?", "Lệ phí bao nhiêu?"),
        ("Bao nhiêu chi bộ đã đại hội?", "Chiếm bao nhiêu phần trăm?"),
        ("Rác thải thu gom có khó không?", "Vì sao vậy?"),
        ("Trụ sở 9 Hàng Lược rộng bao nhiêu?", "Trước đây là trụ sở của phường nào?"),
        ("Chỉ thị của Thành ủy về kỷ luật là gì?", "Phường triển khai bằng cách nào?"),
    ],
)
def test_a_new_question_on_the_same_matter_is_told_the_matter(before: str, follow_up: str) -> None:
    found = rewritten(follow_up, *turns(before))

    assert found.text == follow_up
    assert found.told
    assert found.understood.startswith(follow_up.rstrip("?"))


def test_a_chain_of_details_keeps_its_matter() -> None:
    found = rewritten("Mất bao lâu?", *turns("Hồ sơ kết hôn gồm những giấy tờ gì?", "Nộp ở đâu?"))

    assert found.told == "Hồ sơ kết hôn gồm những giấy tờ"


def test_the_matter_is_told_with_the_year_that_is_asked() -> None:
    found = rewritten("Thế năm 2026 thì mấy người?", *turns("Năm 2025 mở bao nhiêu lớp?"))

    assert "2025" not in found.understood


@pytest.mark.parametrize(
    "text",
    [
        "Điểm tiếp công dân của phường ở đâu?",
        "Thu ngân sách trên địa bàn phường năm 2025 được bao nhiêu?",
        "Trước kia phường Kim Sơn tên gì?",
        "Báo cáo này của ai?",
        "Bài báo do ai viết?",
        "Phường có mấy chợ?",
        "Cho tôi số điện thoại của phường.",
        # Short, and yet each names what it asks about
        "Chủ tịch phường là ai?",
        "Ai là chủ tịch phường?",
        "Trạm y tế nằm ở đâu?",
        "Chợ Mơ ở đâu?",
        "Nghị quyết 57 là gì?",
        "1022 là gì?",
        "GCN quét được mấy bộ?",
        "Chuyển đổi số là gì?",
        "Dân số phường bao nhiêu?",
        "dien tich phuong bao nhieu",
        "bao nhieu thu tuc lam truc tuyen toan trinh",
        "iHanoi dùng thế nào?",
        # What they point at, they tell themselves
        "Tổ tôi vừa lắp thử bảng tin điện tử. Phường làm bảng tin ấy với đơn vị nào?",
        "Xây nhà trong ngõ nhỏ không gắn họng nước thì có bị phạt không?",
        "Lịch tiếp dân của phường thế nào ấy nhỉ?",
    ],
)
@pytest.mark.parametrize("turns_before", [1, 2])
def test_a_whole_question_is_left_alone(text: str, turns_before: int) -> None:
    history = turns("Phường có bao nhiêu tổ dân phố?", "Còn trường học?")[:turns_before]

    found = rewritten(text, *history)

    assert found.text == text
    assert not found.changed


def test_a_whole_question_loses_only_its_opening() -> None:
    found = rewritten("Còn tổng đài 1022 nhận bao nhiêu cuộc gọi?", *turns("Phường có mấy chợ?"))

    assert (found.text, found.told) == ("tổng đài 1022 nhận bao nhiêu cuộc gọi?", "")


@pytest.mark.parametrize("text", ["Nguồn ở đâu?", "Thông tin này lấy ở đâu?", "nguon o dau"])
def test_asking_for_the_source_repeats_the_question(text: str) -> None:
    question = "Phường có bao nhiêu tổ dân phố?"

    assert rewritten(text, *turns(question)).text == question


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        (
            "Phường có mấy mô hình mới?",
            "Có 15 mô hình, trong đó 7 mô hình mới.",
            "Phường có 7 mô hình mới gồm những gì?",
        ),
        ("Phường có mấy mô hình?", "Không rõ.", "Phường có những mô hình nào?"),
        ("Trụ sở của phường ở đâu?", "Nhiều nơi.", "Liệt kê Trụ sở của phường"),
    ],
)
@pytest.mark.parametrize("text", ["Liệt kê ra", "Kể ra xem nào.", "Đó là những gì?"])
def test_a_list_is_asked_for_by_its_count(text: str, question: str, answer: str, expected: str) -> None:
    assert rewritten(text, Turn(question, answer)).text == expected


def test_an_answer_that_says_nothing_is_not_heard() -> None:
    refusal = load("replies/unanswerable_no_evidence", nearest="")

    found = rewritten("Còn viên chức?", Turn("Trạm Y tế có bao nhiêu bác sĩ?", refusal))

    assert found.text == "Trạm Y tế có bao nhiêu viên chức?"
    assert not found.heard


def test_without_turns_nothing_changes() -> None:
    assert rewritten("Thế năm 2026?").text == "Thế năm 2026?"


def test_nothing_that_follows_anything_breaks_it() -> None:
    said = [
        "còn",
        "thế thì sao",
        "ok",
        "…",
        "mấy cái?",
        "cái thứ hai",
        "nó",
        "thì",
        "Đảng ủy",
        "1/0",
        "số",
        "2026?",
    ]
    said += [
        "o dau",
        "văn bản đó",
        "liệt kê",
        "không",
        "năm trước",
        "bao nhiêu",
        "Khoản 2",
        "ông ấy",
        "trong đó",
    ]

    for first, second in itertools.product(said, said):
        found = rewritten(second, *turns("Phường có mấy chợ?", first, answer=first))
        assert isinstance(found.understood, str)
