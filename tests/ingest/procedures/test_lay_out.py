"""A record of the portal as a procedure with lines."""

import re

from hypothesis import given
from hypothesis import strategies as st

from corpus.procedure import Procedure, Told, procedure_from_json, procedure_to_json
from ingest.procedures.lay_out import lay_out
from ingest.procedures.record import Record
from tests.procedure_rows import BIRTH, LAND_FEE, a_row


def laid_out(row: dict[str, str]) -> Procedure:
    return lay_out(Record.model_validate(row))


def told(procedure: Procedure) -> list[Told]:
    ways = [cell for way in procedure.ways for cell in (way.how, way.time, way.fee, way.fee_note, way.note)]
    papers = [
        cell for paper in procedure.papers for cell in (paper.name, paper.copies, paper.form, paper.case)
    ]
    basis = [cell for ground in procedure.basis for cell in (ground.name, ground.number)]
    single = [procedure.name, procedure.field, procedure.level, procedure.applicants, procedure.agency]
    several = [*procedure.steps, *procedure.results, *procedure.conditions]
    return [cell for cell in (*single, *several, *ways, *papers, *basis) if cell]


def test_every_value_stands_on_its_line() -> None:
    procedure = laid_out(BIRTH)

    assert len(told(procedure)) > 20
    assert [cell for cell in told(procedure) if cell.text not in procedure.lines[cell.line - 1]] == []


def test_a_line_tells_its_section() -> None:
    procedure = laid_out(BIRTH)

    assert procedure.section_at(procedure.ways[0].how.line) == "Cách thức thực hiện"
    assert procedure.section_at(procedure.papers[0].name.line) == "Thành phần hồ sơ"


def test_what_the_portal_has_nothing_of_is_absent() -> None:
    procedure = laid_out(LAND_FEE)

    assert (procedure.place, procedure.conditions, procedure.results) == (None, (), ())


def test_a_paper_that_counts_none_is_a_remark() -> None:
    procedure = laid_out(BIRTH)

    assert [paper.is_remark for paper in procedure.papers] == [False, False, True, False]


def test_a_result_stands_without_its_code_and_the_page_around_it() -> None:
    assert [result.text for result in laid_out(BIRTH).results] == ["Giấy khai sinh"]


def test_a_field_that_the_list_has_cut_is_read_from_the_page() -> None:
    page = (
        "Trình Tự Thực HiệnLập hồ sơ theo mục Thành phần hồ sơ; nộp tại phường."
        "Cách Thức Thực HiệnHình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp2 NgàyMiễn phí"
        "Thành phần hồ sơ--Tên giấy tờMẫu đơn, tờ khaiSố lượngSổ gốc1 bản chính"
        "Căn cứ pháp lýTên văn bản pháp lýMã văn bảnLuật A1/2020/QH14"
        "Cơ quan thực hiệnPhườngYêu cầu, điều kiện thực hiệnKhông có thông tinKết quả xử lýSổ mới"
    )
    row = a_row("1.1", "Đổi sổ", thanh_phan_ho_so="; nộp tại phường.", raw_text=page)

    procedure = laid_out(row)

    assert [paper.name.text for paper in procedure.papers] == ["Sổ gốc"]
    assert procedure.steps[0].text == "Lập hồ sơ theo mục Thành phần hồ sơ; nộp tại phường."


def test_a_procedure_comes_back_as_it_was_kept() -> None:
    procedure = laid_out(BIRTH)

    assert procedure_from_json(procedure_to_json(procedure)) == procedure


_CELLS = st.lists(
    st.sampled_from([*"aÂđ1., ;:()-+\n", "Trực tiếp", "Miễn phí", " bản chính", "5 Ngày"]), max_size=12
)


@given(ways=_CELLS, papers=_CELLS)
def test_no_word_of_the_portal_is_lost(ways: list[str], papers: list[str]) -> None:
    head, listed = "Hình thức nộpThời gianPhí, lệ phíMô tả", "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
    said = {
        "cach_thuc_thuc_hien": f"{head}Trực tiếp1{''.join(ways)}",
        "thanh_phan_ho_so": f"--{listed}Đơn{''.join(papers)}",
    }

    lines = "".join(laid_out(a_row("1.1", "Đổi sổ", **said)).lines)

    for text in said.values():
        assert letters(text.removeprefix("--")) in letters(lines)


def letters(text: str) -> str:
    return re.sub(r"\W", "", text)
