"""What a question is understood to ask for."""

import pytest

from answering.understand import Asks, understand


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Phường có bao nhiêu tổ dân phố?", Asks.COUNT),
        ("phuong co bao nhieu to dan pho", Asks.COUNT),
        ("Phường có mấy trường tiểu học?", Asks.COUNT),
        ("Máy móc của phường được quản lý thế nào?", Asks.MEANING),  # "máy" is not "mấy"
        ("Nghị định 178/2024/NĐ-CP ban hành ngày nào?", Asks.DATE),
        ("Đảng bộ phường được thành lập theo quyết định nào?", Asks.DOCUMENT),
        ("Điểm tiếp công dân của phường ở đâu?", Asks.PLACE),
        ("Đầu tư công giải ngân thế nào?", Asks.MEANING),  # "đầu" is not "đâu"
        ("Ai chủ trì hội nghị?", Asks.PERSON),
        ("8 trụ sở giữ lại gồm những gì?", Asks.LIST),
        ("Những phường cũ nào được nhập vào?", Asks.LIST),
        ("Vì sao thu gom rác khó khăn?", Asks.REASON),
        ("Phường có đầu tư xây trụ sở mới không?", Asks.WHETHER),
        ("Kế hoạch diễn tập phòng cháy mang số mấy?", Asks.DOCUMENT),
        ("QĐ về quy chế làm việc số bn?", Asks.DOCUMENT),
        ("Phòng tư pháp nằm ở số mấy?", Asks.PLACE),
        ("Nhà văn hóa ở tầng mấy?", Asks.PLACE),
        ("Phường có mấy tổ dân phố và số hộ là bao nhiêu?", Asks.COUNT),
        ("Mấy nhà văn hóa được sửa những gì?", Asks.LIST),  # several of them
        ("Phường định làm gì với mấy điểm chợ cóc này?", Asks.LIST),
        ("Mấy giờ phường mở cửa?", Asks.COUNT),
    ],
)
def test_the_kind_of_a_question_is_read_from_its_words(question: str, kind: Asks) -> None:
    assert understand(question).kind is kind


def test_the_counted_noun_is_the_focus() -> None:
    assert understand("Phường có bao nhiêu tổ dân phố?").focus == ("to", "dan", "pho")


@pytest.mark.parametrize(
    ("question", "silent"),
    [
        ("Nghị quyết ký bữa nào vậy bác?", ["nào", "vậy", "bác"]),
        ("Phường tiếp dân ở đâu, anh ơi?", ["ở", "đâu", "anh", "ơi"]),
        ("thu tuc mat bao lau vay chi", ["lau", "vay", "chi"]),
        ("Phường vận động bao nhiêu bà con?", ["bao", "nhiêu"]),
        ("Phường giúp mấy trẻ em?", ["mấy"]),
    ],
)
def test_who_is_spoken_to_is_no_matter_of_the_question(question: str, silent: list[str]) -> None:
    assert [word.text for word in understand(question).words if word.stop][-len(silent) :] == silent


def test_the_number_of_an_item_is_read() -> None:
    assert understand("Mô hình số 9 trong 15 mô hình là gì?").ordinal == 9


@pytest.mark.parametrize(
    ("question", "ordinal"),
    [
        ("Mô hình thứ ba là gì?", 3),
        ("Giải pháp đầu tiên là gì?", 1),
        ("Nhiệm vụ cuối cùng là gì?", -1),
        ("Phường tiếp dân thứ ba hằng tuần ở đâu?", None),
        ("Bí thư tiếp công dân vào thứ năm nào?", None),
    ],
)
def test_the_place_of_an_item_is_read_in_words(question: str, ordinal: int | None) -> None:
    assert understand(question).ordinal == ordinal


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("15 mô hình của phường là những mô hình nào?", 15),
        ("Phường đặt ra ba công trình trọng tâm nào?", 3),
        ("8 trụ sở giữ lại ở những địa chỉ nào?", 8),
        ("Danh sách 67 nhà văn hóa?", 67),
        ("669 lượt là lượt gì?", None),  # the figure is to be explained
        ("169 thủ tục là thủ tục loại gì?", None),
        ("55 cơ sở nhà đất là do cơ quan nào đề nghị?", None),
        ("126 tổ chức đảng gồm những loại nào?", None),  # kinds of them, not each
        ("Nhà 201 Minh Khai trước là trụ sở nào?", None),
    ],
)
def test_the_number_of_items_to_tell_is_read(question: str, listed: int | None) -> None:
    assert understand(question).listed == listed


def test_a_document_number_is_no_item() -> None:
    assert understand("Quyết định số 296-QĐ/ĐU là gì?").ordinal is None


@pytest.mark.parametrize(
    ("question", "superlative"),
    [
        ("Tổ nào có nhiều hộ nhất?", "most"),
        ("Lĩnh vực nào có nhiều thủ tục hành chính được ủy quyền cho phường nhất?", "most"),
        ("Tổ nào đông dân nhất?", "most"),
        ("Tổ nào ít hộ kinh doanh nhất?", "least"),
        ("to nao it ho nhat", "least"),
        ("Tổ nào có nhiều hộ?", ""),
        ("Nhiều tổ đã thống nhất điều gì?", ""),
        ("Nhiều hộ xin gì ở cuộc họp thứ nhất?", ""),
        ("Nhật ký ghi nhiều việc gì?", ""),
    ],
)
def test_the_most_or_the_least_is_asked_for_over_the_noun_between(question: str, superlative: str) -> None:
    assert understand(question).superlative == superlative


@pytest.mark.parametrize(
    ("question", "measure", "focus"),
    [
        # The unit of the figure is no noun to look for.
        ("Trợ cấp bằng bao nhiêu phần trăm lương bình quân?", "share", ("luong", "binh")),
        ("Tiền ăn bao nhiêu một ngày?", "", ()),
        ("Đặt tên sai bị phạt bao nhiêu tiền?", "money", ()),
        # What "mấy" counts outweighs the money that is asked about.
        ("Nộp hồ sơ hưởng trợ cấp thất nghiệp trong mấy tháng?", "period", ("thang",)),
    ],
)
def test_a_unit_tells_the_measure_and_no_noun(question: str, measure: str, focus: tuple[str, ...]) -> None:
    asked = understand(question)

    assert (asked.measure, asked.focus) == (measure, focus)
