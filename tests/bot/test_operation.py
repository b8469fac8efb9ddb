"""Running the server: pausing it, its figures and logs, how often may be asked, the second factor."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pyotp
import pytest
import yaml

from answering.assistant import Assistant
from bot.accounts import Accounts, Refused, Role, Session
from bot.audit import AuditTrail
from bot.conversation import Conversation
from bot.desk import Desk
from bot.discretion import DiscreetJson
from bot.errors import FormError
from bot.feedback import Feedback
from bot.message import Channel, Message
from bot.moments import MINUTE
from bot.pause import Pause
from bot.rates import Often, Rates, one_asker
from bot.second_factor import SecondFactor
from bot.security_log import Refusal, SecurityLog
from settings import ROOT, Settings
from tests.bot.chatting import PLACES, Parrot
from tests.conftest import INTERNAL_KEY, serving
from tests.office import CHEAP, logged_in

NOW = 1_800_000_000
REASON = "Đang kiểm tra lại số liệu"
ASKED = "Phường có gì?"


def test_while_answers_are_paused_everybody_is_told_why_and_officials_can_still_work(tmp_path: Path) -> None:
    Pause(tmp_path).begin(REASON, by="terminal")

    with serving(Parrot(), data=tmp_path) as server, server.client() as client:
        asked = client.post("/api/ask", json={"question": ASKED})
        chat = client.post("/v1/chat/completions", json={"model": "hoi-phuong", "messages": []})
        page = client.get("/", headers={"Accept": "text/html"})
        agent = client.post("/mcp", json={})
        alive = client.get("/healthz")
        rights = client.get("/quyen-rieng-tu")
        office = logged_in(server, tmp_path, role=Role.CELL).get("/quan-tri/mat-khau")
        figures = client.get("/metrics")

    for refused in (asked, chat, page, agent):
        assert refused.status_code == 503
        assert REASON in refused.text
        assert refused.headers["retry-after"] == "60"
    assert alive.status_code == rights.status_code == 200
    assert REASON in office.text
    assert "hoiphuong_paused 1.0" in figures.text


def test_a_chat_is_told_why_and_keeps_its_rights(tmp_path: Path) -> None:
    pause = Pause(tmp_path)
    pause.begin(REASON, by="terminal")
    talk = Conversation(
        Desk(Parrot()),
        tmp_path,
        places=PLACES,
        access=None,
        feedback=Feedback(tmp_path),
        pause=pause,
        rates=Rates(tmp_path, Often(chats="2/minute")),
    )

    def say(text: str) -> str:
        return talk.reply_to(Message("1", Channel.ZALO, "5", "5", text=text)).text

    paused, deleted = say(ASKED), say("XOA")
    pause.end(by="terminal")
    answers = [say(ASKED) for _ in range(3)]

    assert REASON in paused
    assert "Mã biên nhận" in deleted
    assert answers[0] == answers[1] == f"Đáp (mở): {ASKED}"
    assert "Xin chờ" in answers[2]


def test_pausing_is_in_the_audit_trail(tmp_path: Path) -> None:
    pause = Pause(tmp_path)

    pause.begin(REASON, by="terminal")
    ended, again = pause.end(by="terminal"), pause.end(by="terminal")

    assert (ended, again) == (True, False)
    assert [act.action for act in AuditTrail(tmp_path).latest(5)] == ["resumed", "paused"]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_a_household_is_one_asker_and_this_machine_is_none(address: str, counted: str) -> None:
    assert one_asker(address) == counted


def test_a_limit_holds_for_all_processes_together(tmp_path: Path) -> None:
    rates = [Rates(tmp_path, Often(asking="20/minute")) for _ in range(4)]

    def ask(number: int) -> int:
        return rates[number % 4].asking(f"2001:db8::{number:x}")

    with ThreadPoolExecutor(8) as askers:
        waits = list(askers.map(ask, range(60)))

    assert waits.count(0) == 20
    assert all(0 < wait <= 60 for wait in waits if wait)


def test_where_nothing_can_be_written_each_process_counts_for_itself(tmp_path: Path) -> None:
    (tmp_path / "limits.sqlite").mkdir()
    rates = Rates(tmp_path, Often(asking="2/minute"))

    assert [rates.asking("203.0.113.5") > 0 for _ in range(3)] == [False, False, True]


def test_who_asks_too_often_waits_whatever_the_headers_say(tmp_path: Path) -> None:
    with (
        serving(Parrot(), data=tmp_path, often=Often(asking="3/minute")) as server,
        server.client() as client,
    ):

        def ask(forwarded: str, key: str = "") -> httpx.Response:
            headers = {"X-Forwarded-For": forwarded} | ({"Authorization": f"Bearer {key}"} if key else {})
            return client.post("/api/ask", json={"question": ASKED}, headers=headers)

        # The proxy adds where a request came from at the end; what stands before it anybody may write.
        forged = [ask(f"198.51.100.{number}, 203.0.113.5") for number in range(5)]
        other, keyed = ask("203.0.113.6"), ask("203.0.113.5", INTERNAL_KEY)
        guessed = ask("203.0.113.9", "hp_guess_ed")

    assert [response.status_code for response in forged] == [200, 200, 200, 429, 429]
    assert 0 < int(forged[-1].headers["retry-after"]) <= 60
    assert forged[-1].json()["error"]["code"] == "too_many"
    assert forged[-1].headers["content-security-policy"]
    assert (other.status_code, keyed.status_code, guessed.status_code) == (200, 200, 401)
    noted = {(event.what, event.source): event.times for event in SecurityLog(tmp_path).since(0)}
    assert noted[Refusal.RATE, "203.0.113.5"] == 2
    assert noted[Refusal.KEY, "203.0.113.9"] == 1


def test_the_figures_are_for_this_machine_and_for_keys(tmp_path: Path) -> None:
    outside = {"X-Forwarded-For": "203.0.113.5"}

    with serving(Parrot(), data=tmp_path) as server, server.client() as client:
        # It fails behind this stand-in, and a failed request closes its connection.
        httpx.get(f"{server.url}/van-ban/khong-co.txt")
        client.get("/tim-gi/0912345678")
        here = client.get("/metrics")
        public = client.get("/metrics", headers=outside)
        keyed = client.get("/metrics", headers={**outside, "Authorization": f"Bearer {INTERNAL_KEY}"})

    assert (here.status_code, public.status_code, keyed.status_code) == (200, 404, 200)
    assert 'route="/van-ban/{name:path}"' in here.text
    assert "khong-co" not in here.text
    assert "0912345678" not in here.text
    assert len(here.headers["x-request-id"]) == 12


def test_a_log_line_is_one_object_without_secrets_or_persons() -> None:
    try:
        raise RuntimeError("gọi 0912345678")
    except RuntimeError as error:
        failed = (type(error), error, error.__traceback__)
    record = logging.LogRecord(
        "bot", logging.ERROR, "x.py", 1, "key %s\nmail %s", ("s3cret", "an@example.vn"), failed
    )

    line = DiscreetJson(["s3cret"]).format(record)

    told = json.loads(line)
    assert "\n" not in line
    assert told["message"] == "key …\nmail [thư điện tử]"
    assert "0912345678" not in told["exception"]
    assert told["time"].endswith("+00:00")


@pytest.mark.parametrize("given", ["20 a minute", "0/minute", "20/minute;", "5/fortnight"])
def test_a_limit_that_is_none_is_refused_at_the_start(given: str) -> None:
    with pytest.raises(ValueError, match="limit_asking"):
        Settings(_env_file=None, limit_asking=given)


def test_with_a_second_factor_a_password_alone_opens_nothing(tmp_path: Path) -> None:
    clock = [NOW]
    accounts = Accounts(tmp_path, clock=lambda: clock[0], hasher=CHEAP)
    factor = SecondFactor(tmp_path, clock=lambda: clock[0])
    password = accounts.open("lan", role=Role.OFFICIAL, cell="", by="terminal")
    telephone = pyotp.TOTP(factor.begin("lan").secret)

    def sign_in(code: str) -> Session | Refused:
        return accounts.sign_in("lan", password, address="192.0.2.7", code=code)

    before = sign_in("")
    with pytest.raises(FormError):
        factor.confirm("lan", "000000" if telephone.at(NOW) != "000000" else "000001")
    factor.confirm("lan", telephone.at(NOW))
    used = sign_in(telephone.at(NOW))
    clock[0] += MINUTE
    alone, right, twice = sign_in(""), sign_in(telephone.at(clock[0])), sign_in(telephone.at(clock[0]))
    accounts.renew("lan", by="terminal")

    assert isinstance(before, Session)
    assert isinstance(right, Session)
    assert [isinstance(each, Refused) for each in (used, alone, twice)] == [True, True, True]
    assert not factor.is_on("lan")


def test_an_official_switches_the_second_factor_on_and_off(assistant: Assistant, tmp_path: Path) -> None:
    with serving(assistant, data=tmp_path) as server:
        desk = logged_in(server, tmp_path, role=Role.OFFICIAL)
        page, picture = desk.get("/quan-tri/hai-buoc"), desk.get("/quan-tri/hai-buoc/ma.svg")
        secret = page.text.split("<code>")[1].split("</code>")[0]
        wrong = desk.post("/quan-tri/hai-buoc", ma_6_so="12")
        done = desk.post("/quan-tri/hai-buoc", ma_6_so=pyotp.TOTP(secret).now())
        after, hidden = desk.get("/quan-tri/hai-buoc"), desk.get("/quan-tri/hai-buoc/ma.svg")

    assert picture.headers["content-type"] == "image/svg+xml"
    assert wrong.status_code == 422
    assert done.status_code == 303
    assert "Đang bật" in after.text
    assert secret not in after.text
    assert hidden.status_code == 404


def test_the_container_runs_without_rights_and_writes_only_where_it_may() -> None:
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    run = [line.split()[0] for line in image.splitlines() if line and line[0].isalpha()]
    service = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["hoi-phuong"]
    copied = next(line for line in image.splitlines() if line.startswith("COPY requirements"))

    assert run.index("USER") < run.index("CMD")
    assert "HEALTHCHECK" in run
    assert "--require-hashes" in image
    assert all((ROOT / name).is_file() for name in copied.split()[1:-1])
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"].split(":")[0] in image
    assert {mount.split(":")[1] for mount in service["volumes"]} == {"/data"}
    assert {"pids_limit", "mem_limit"} <= set(service)
