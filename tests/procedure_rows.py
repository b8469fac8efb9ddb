"""A short list of procedures as the portal would flatten it: every text of it is made up."""

import json
from pathlib import Path

_WAYS = "Hình thức nộpThời gianPhí, lệ phíMô tả"
_PAPERS = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
_BASIS = "Tên văn bản pháp lýMã văn bản"
_END = "Từ khóaKhông có thông tinMô tảKhông có thông tinChọn cơ quan thực hiệnNộp hồ sơ"


def a_row(code: str, name: str, **fields: str) -> dict[str, str]:
    """A row of the portal's list; what a test does not name is what the portal has nothing of."""
    row = {
        "ma_thu_tuc": code,
        "ten_thu_tuc": name,
        "linh_vuc": "Hộ tịch",
        "cap_thuc_hien": "Cấp xã",
        "so_quyet_dinh": "12/QĐ-BTP",
        "doi_tuong_thuc_hien": "Công dân Việt Nam",
        "co_quan_thuc_hien": "Ủy ban nhân dân cấp xã",
        "co_quan_co_tham_quyen": "",
        "trinh_tu_thuc_hien": "Bước 1: Nộp hồ sơ.\nBước 2: Nhận kết quả.",
        "cach_thuc_thuc_hien": f"{_WAYS}Trực tiếp3 Ngày làm việcMiễn phí",
        "thanh_phan_ho_so": f"--{_PAPERS}Tờ khai theo mẫu1 bản chính",
        "yeu_cau_dieu_kien": "Không có thông tin",
        "ket_qua_xu_ly": f"Giấy xác nhậnMã: KQ.G15.000001{_END}",
        "can_cu_phap_ly": f"{_BASIS}Luật Hộ tịch60/2014/QH13",
    }
    return {**row, **fields}


BIRTH = a_row(
    "1.001193",
    "Thủ tục đăng ký khai sinh",
    cach_thuc_thuc_hien=(
        f"{_WAYS}Trực tuyến1 Ngày làm việcMiễn phí"
        "Trực tiếp1 Ngày làm việc8,000 VNĐ(8.000 đồng/bản sao trích lục)Nộp tại Bộ phận Một cửa"
    ),
    thanh_phan_ho_so=(
        f"* Giấy tờ phải nộp:{_PAPERS}- Giấy chứng sinh;1 bản chính"
        "- Tờ khai đăng ký khai sinh theo mẫu.to khai khai sinh.docx1 bản chính"
        "Trường hợp đã có bản điện tử thì không phải nộp bản giấy.0 bản chính"
        f"* Giấy tờ phải xuất trình:{_PAPERS}- Thẻ căn cước của người đi đăng ký0 bản chính,1 bản sao"
    ),
    ket_qua_xu_ly=f"Giấy khai sinhMã: KQ.G15.000031{_END}",
)
BIRTH_ABROAD = a_row("2.000528", "Thủ tục đăng ký khai sinh có yếu tố nước ngoài")
MARRIAGE = a_row(
    "1.000894",
    "Thủ tục đăng ký kết hôn",
    cach_thuc_thuc_hien=f"{_WAYS}Trực tiếp5Không có thông tin",
    ket_qua_xu_ly=f"Giấy chứng nhận kết hônMã: KQ.G15.000040{_END}",
)
COPY = a_row(
    "2.000815",
    "Chứng thực bản sao từ bản chính giấy tờ, văn bản",
    linh_vuc="Chứng thực",
    cach_thuc_thuc_hien=f"{_WAYS}Trực tiếpKhông có thông tin2,000 Việt Nam Đồng(2.000 đồng/trang)",
    ket_qua_xu_ly=f"Bản sao được chứng thựcMã: KQ.G15.000050{_END}",
)
LAND = a_row(
    "1.012753",
    "Đăng ký đất đai lần đầu đối với hộ gia đình",
    linh_vuc="Đất đai",
    cach_thuc_thuc_hien=f"{_WAYS}Trực tiếp20 NgàyKhông có thông tin",
    ket_qua_xu_ly=f"Giấy chứng nhận quyền sử dụng đấtMã: KQ.G10.000060{_END}",
)
LAND_FEE = a_row("1.012994", "Ghi nợ tiền sử dụng đất", linh_vuc="Tài chính đất đai", ket_qua_xu_ly="")
ROWS = (BIRTH, BIRTH_ABROAD, MARRIAGE, COPY, LAND, LAND_FEE)


def write_rows(path: Path, *rows: dict[str, str]) -> Path:
    """A file of JSON lines, of all rows where none is named."""
    lines = (json.dumps(row, ensure_ascii=False) for row in rows or ROWS)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
