"""The portal's page of one procedure, where a row of the list has cut a field in the wrong place."""

import re

from ingest.procedures import basis, papers, ways
from ingest.procedures.record import NOTHING, Record

# Each part of a page begins with its heading, which touches the head of the part's table.
_PAGE = re.compile(
    r"Trình Tự Thực Hiện\s?(?P<steps>.*?)"
    rf"Cách Thức Thực Hiện(?P<ways>{ways.HEAD[0]}.*?)"
    rf"Thành phần hồ sơ(?P<papers>(?=\S).*?{''.join(papers.HEAD)}.*?)"
    rf"Căn cứ pháp lý(?P<basis>(?:{basis.HEAD[0]}|{NOTHING}).*?)"
    r"Cơ quan thực hiện(?P<agency>.*?)"
    r"Yêu cầu, điều kiện thực hiện(?P<conditions>.*?)"
    r"Kết quả xử lý(?P<results>.*)",
    re.DOTALL,
)


def whole(record: Record) -> Record:
    """The record with the parts of its page, where its own papers are no table; without the page."""
    plain = record.model_copy(update={"page": ""})
    if "".join(papers.HEAD) in record.papers:
        return plain
    found = _PAGE.search(record.page)
    return plain.model_copy(update=found.groupdict()) if found else plain
