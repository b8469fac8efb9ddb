"""Numbers, addresses and names of nobody, drawn by chance, in the ways that people write them."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.vietnamese import fold

_NAMES = """
Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Trịnh Đinh Đoàn Lương
Văn Thị Đức Hữu Ngọc Minh Thanh Xuân Quang Công Thu Hải Bảo Anh Khánh
An Bình Châu Dũng Giang Hạnh Hùng Hương Khoa Lan Linh Long Mai Nam Oanh Phúc Quân Sơn Thảo Tuấn Yến
ông bà anh chị cô chú bác cụ
"""
FAMILIES, MIDDLES, GIVEN, TITLES = (line.split() for line in _NAMES.split("\n") if line)
_LETTERS = "ABCDEFGHKLMNPSTUVXYZ"


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, and the value of a person in it as it is written there."""

    kind: str
    sentence: str
    value: str


def numbers(draw: random.Random, *, each: int) -> Iterator[Told]:
    """`each` of every kind."""
    kinds: dict[str, tuple[Callable[[random.Random], str], tuple[str, ...]]] = {
        "cccd": (_cccd, ("CCCD của tôi là {}.", "số căn cước {} làm giấy khai sinh được không?", "{}")),
        "cmnd": (_cmnd, ("CMND {} đã hết hạn thì đổi ở đâu?", "tôi có chứng minh nhân dân số {}")),
        "telephone": (_telephone, ("Gọi lại cho tôi số {} nhé", "sdt: {}", "{} là số của tôi")),
        "account": (
            _account,
            ("Chuyển trợ cấp vào tài khoản {} giúp tôi", "STK {} Vietcombank", "tk ngân hàng: {}"),
        ),
        "plate": (_plate, ("Xe tôi biển số {} bị phạt nguội ở đâu?", "ô tô {} đỗ trước cửa nhà")),
        "party card": (_party, ("Thẻ đảng viên số {} bị mất thì làm lại ở đâu?", "số thẻ đảng của tôi: {}")),
        "mail": (_mail, ("Trả lời vào {} nhé", "email {}")),
    }
    for kind, (make, sentences) in kinds.items():
        for _ in range(each):
            value = make(draw)
            yield Told(kind, draw.choice(sentences).format(value), value)


def names(draw: random.Random, count: int) -> Iterator[Told]:
    """After a title or "tên tôi là": whole and given names, in capitals, small letters, without accents."""
    sentences = (
        "Nhà {} lấn ra ngõ thì báo ai?",
        "Tôi muốn hỏi về hồ sơ của {} nộp tháng trước.",
        "{} có được hưởng trợ cấp không?",
        "phản ánh việc {} xây nhà không phép",
    )
    for _ in range(count):
        name = " ".join(
            [draw.choice(FAMILIES), *draw.sample(MIDDLES, draw.choice([0, 1, 1, 1, 2])), draw.choice(GIVEN)]
        )
        told = draw.choice([name, name, name.lower(), fold(name), name.split()[-1]])
        title = draw.choice(TITLES if told != fold(told) else ("ong", "anh", "bac"))
        sentence = draw.choice(sentences).format(f"{title} {told}")
        if draw.random() < 0.2 and told == name:
            sentence = f"Tôi tên là {told}, nhà ở số 5."
        yield Told("name", fold(sentence) if told == fold(name) else sentence, told)


def _digits(draw: random.Random, count: int) -> str:
    return "".join(draw.choice("0123456789") for _ in range(count))


def _grouped(draw: random.Random, digits: str, *sizes: int) -> str:
    if draw.random() < 0.4:
        return digits
    sign, parts, rest = draw.choice(" .-"), [], digits
    for size in sizes:
        parts.append(rest[:size])
        rest = rest[size:]
    return sign.join([*parts, rest] if rest else parts)


def _cccd(draw: random.Random) -> str:
    return _grouped(draw, "0" + _digits(draw, 11), 3, 3, 3, 3)


def _cmnd(draw: random.Random) -> str:
    return _grouped(draw, draw.choice("0123") + _digits(draw, 8), 3, 3, 3)


def _telephone(draw: random.Random) -> str:
    rest = draw.choice("35789") + _digits(draw, 8)
    return draw.choice(["0", "+84", "+84 ", "84"]) + _grouped(draw, rest, 3, 3, 3)


def _account(draw: random.Random) -> str:
    return _grouped(draw, draw.choice("123456789") + _digits(draw, draw.choice([7, 9, 11, 13])), 4, 4, 4)


def _plate(draw: random.Random) -> str:
    series = draw.choice(_LETTERS) + draw.choice(["", "", "1", "2"])
    number = _digits(draw, 5)
    shown = draw.choice([f"{number[:3]}.{number[3:]}", number])
    plate = f"{draw.randint(11, 99)}{draw.choice(['', '-'])}{series}{draw.choice(['-', ' ', ''])}{shown}"
    return draw.choice([plate, plate.lower()])


def _party(draw: random.Random) -> str:
    return draw.choice(["{}.{}", "{}{}", "{} {}"]).format(_digits(draw, 2), _digits(draw, 6))


def _mail(draw: random.Random) -> str:
    name = fold("".join([draw.choice(GIVEN), draw.choice([".", "_", ""]), draw.choice(FAMILIES)]))
    return f"{name}{draw.randint(1, 999)}@{draw.choice(['example.vn', 'thu.example.com.vn'])}"
