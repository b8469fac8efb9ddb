"""A small BEIR folder, as the evaluations read them."""

import json
import lzma
from pathlib import Path

import pytest

TEXTS = {
    "luat#1": (
        "Luật Hộ tịch | Điều 1. Đăng ký khai sinh",
        "Ủy ban nhân dân cấp xã đăng ký khai sinh cho trẻ em.",
    ),
    "luat#2": ("Luật Hộ tịch | Điều 2. Đăng ký kết hôn", "Hai bên nam, nữ cùng có mặt khi đăng ký kết hôn."),
    "luat#3": (
        "Luật Cư trú | Điều 3. Đăng ký tạm trú",
        "Người đến sinh sống phải đăng ký tạm trú với công an.",
    ),
    "nghị định #4": ("", "Phạt tiền từ 100.000 đồng đến 200.000 đồng khi vứt rác ra vỉa hè."),
    "luat#5": ("Luật Khiếu nại", "Người khiếu nại có quyền rút khiếu nại."),
}
QUESTIONS = {
    "q1": "khai sinh cho trẻ em ở đâu",
    "q2": "vứt rác ra vỉa hè bị phạt bao nhiêu",
    "q3": "rút khiếu nại được không",
    "q4": "câu hỏi chưa ai chấm",
}
RELEVANT = {"q1": ["luat#1"], "q2": ["nghị định #4"], "q3": ["luat#5", "luat#2"]}


@pytest.fixture
def beir_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    (folder / "qrels").mkdir(parents=True)
    rows = [{"_id": id_, "title": title, "text": text} for id_, (title, text) in TEXTS.items()]
    with lzma.open(folder / "corpus.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    asked = [json.dumps({"_id": id_, "text": text}) for id_, text in QUESTIONS.items()]
    (folder / "queries.jsonl").write_text("\n".join(asked) + "\n", encoding="utf-8")
    judged = [f"{question}\t{text}\t1" for question, texts in RELEVANT.items() for text in texts]
    judged.append("q4\tluat#3\t0")
    (folder / "qrels" / "dev.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *judged]) + "\n")
    return folder
