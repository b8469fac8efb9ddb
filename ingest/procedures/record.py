"""A row of the portal's list, in the portal's own fields."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from corpus.vietnamese import normalise
from ingest.extract.cleaning import without_no_letters

NOTHING = "Không có thông tin"


def _cleaned(value: object) -> object:
    """What a list leaves empty is ""; figures of a spreadsheet are words here."""
    if value is None:
        return ""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return normalise(without_no_letters(str(value))).replace("\r\n", "\n").strip()
    return value


Text = Annotated[str, BeforeValidator(_cleaned), Field(max_length=400_000)]
Name = Annotated[str, BeforeValidator(_cleaned), Field(min_length=1, max_length=2_000)]
Code = Annotated[str, BeforeValidator(_cleaned), Field(pattern=r"^\w[\w.-]{0,39}$")]


class Record(BaseModel):
    """What the portal says of one procedure; `page` is the whole page where the list brings it.

    The aliases are the names of the fields in the portal's list, and of its columns without accents.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    code: Code = Field(alias="ma_thu_tuc")
    name: Name = Field(alias="ten_thu_tuc")
    field: Text = Field("", alias="linh_vuc")
    level: Text = Field("", alias="cap_thuc_hien")
    decision: Text = Field("", alias="so_quyet_dinh")
    applicants: Text = Field("", alias="doi_tuong_thuc_hien")
    authority: Text = Field("", alias="co_quan_co_tham_quyen")
    place: Text = Field("", alias="dia_chi_tiep_nhan")
    agency: Text = Field("", alias="co_quan_thuc_hien")
    steps: Text = Field("", alias="trinh_tu_thuc_hien")
    ways: Text = Field("", alias="cach_thuc_thuc_hien")
    papers: Text = Field("", alias="thanh_phan_ho_so")
    conditions: Text = Field("", alias="yeu_cau_dieu_kien")
    results: Text = Field("", alias="ket_qua_xu_ly")
    basis: Text = Field("", alias="can_cu_phap_ly")
    url: Text = Field("", alias="detail_url")
    checked: Text = Field("", alias="ngay_kiem_tra")
    page: Text = Field("", alias="raw_text")


ALIASES = {name: str(field.alias) for name, field in Record.model_fields.items()}
