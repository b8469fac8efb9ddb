"""The passages that an answer was taken from."""

from answering.assistant import Assistant
from answering.question import Question
from answering.spoken import is_beside, spoken_of
from corpus.audience import Audience
from prompts import load
from tests.builders import a_passage


def test_an_answer_leads_back_to_the_lines_it_quotes(assistant: Assistant) -> None:
    search = assistant.generations.current().edition(Audience.PUBLIC).search
    answer = assistant.ask(Question("Phường có bao nhiêu khu tập thể cũ?", Audience.PUBLIC))

    (passage,) = spoken_of(answer.text, search)

    assert passage.first_line <= answer.sources[0].lines[0] <= passage.last_line


def test_a_document_told_of_leads_to_the_passage_that_names_it(assistant: Assistant) -> None:
    search = assistant.generations.current().edition(Audience.PUBLIC).search

    found = spoken_of("Chỉ thị số 09-CT/TU ban hành ngày 23/3/2026.", search)

    assert any("09-CT/TU" in passage.text for passage in found)


def test_a_fixed_reply_leads_nowhere(assistant: Assistant) -> None:
    search = assistant.generations.current().edition(Audience.PUBLIC).search

    assert spoken_of(load("replies/thanks"), search) == ()
    assert spoken_of("", search) == ()


def test_what_stands_next_or_in_one_list_is_beside() -> None:
    spoken = (a_passage("Có 4 chợ.", order=5, group="g"),)

    assert is_beside(a_passage("Có 9 trường.", order=6), spoken)
    assert is_beside(a_passage("Có 2 bệnh viện.", order=9, group="g"), spoken)
    assert not is_beside(a_passage("Có 3 phòng.", order=9), spoken)
    assert not is_beside(a_passage("Có 9 trường.", order=6, document="khac"), spoken)
