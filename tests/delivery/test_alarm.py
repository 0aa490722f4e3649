"""A build that is held or fails: who hears of it, how often, and in which words."""

import socket
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from flashreport.cli.exit_codes import ExitCode
from flashreport.cli.run import run

pytestmark = pytest.mark.usefixtures("without_pdf")

DAY = "2026-11-19"
SETTINGS = """\
[company]
name = "Harbor Grill"
currency = "USD"

[[entities]]
id = "main"
name = "Main Street"

[[inputs]]
name = "bank"
table = "transactions"
path = "bank.csv"
constants = {{ entity = "main", account = "1" }}
on_missing = "{rule}"

[[inputs]]
name = "hours"
table = "timesheets"
path = "hours.csv"
on_missing = "{hours}"

[delivery]
{delivery}

[[delivery.audiences]]
name = "owners"
report = "daily"
recipients = [
  {{ address = "ana@example.com", language = "en" }},
  {{ address = "reza@example.com", language = "fa" }},
]

[[delivery.audiences]]
name = "board"
report = "daily"
sections = ["cash"]
recipients = [{{ address = "Ana@Example.com" }}]
"""
KEEPER = 'keeper = { address = "keeper@example.com" }'
BANK = "date,amount,category,text\n2026-11-18,100.00,sales,till\n2026-11-19,-40.00,rent,rent\n"
Build = Callable[..., int]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Write the workspace, then build; the exit code."""

    def built(
        *more: str, rule: str = "hold", hours: str = "mark", delivery: str = KEEPER, bank: str = ""
    ) -> int:
        text = SETTINGS.format(rule=rule, hours=hours, delivery=delivery)
        (tmp_path / "flashreport.toml").write_text(text, encoding="utf-8")
        if bank:
            (tmp_path / "bank.csv").write_text(bank, encoding="utf-8")
        return run(["-C", str(tmp_path), "build", "--date", DAY, *more])

    return built


def mails(root: Path) -> dict[str, list[EmailMessage]]:
    """The outbox by recipient."""
    found: dict[str, list[EmailMessage]] = {}
    for path in sorted((root / "outbox").rglob("*.eml")):
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(message, EmailMessage)
        assert not message.defects
        found.setdefault(str(message["To"].addresses[0].addr_spec), []).append(message)
    return found


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    text: Any = body.get_content()
    return str(text)


def test_42_a_held_report_tells_the_keeper_once_what_to_do(build: Build, tmp_path: Path) -> None:
    assert build() == ExitCode.HELD
    assert build() == ExitCode.HELD
    (mail,) = mails(tmp_path).pop("keeper@example.com")
    assert mails(tmp_path).keys() == {"keeper@example.com"}
    assert mail["Subject"] == "Harbor Grill: Flash report of Thu 19 Nov 2026 is not sent"
    for kind in ("plain", "html"):
        text = part(mail, kind)
        for told in ("bank is not there", "inputs.bank.on_missing", "run: flashreport build", "told nothing"):
            assert told in text, (kind, told)


def test_another_cause_on_the_same_day_is_told_as_well(build: Build, tmp_path: Path) -> None:
    build()
    build(rule="mark", hours="hold", bank=BANK)
    assert len(mails(tmp_path)["keeper@example.com"]) == 2


def test_42_a_notice_goes_to_each_recipient_once_in_their_language(build: Build, tmp_path: Path) -> None:
    assert build(rule="notice") == ExitCode.HELD
    assert build(rule="notice") == ExitCode.HELD
    found = mails(tmp_path)
    assert {address: len(all_) for address, all_ in found.items()} == {
        "keeper@example.com": 1,
        "ana@example.com": 1,
        "reza@example.com": 1,
    }
    english, persian = found["ana@example.com"][0], found["reza@example.com"][0]
    assert "What it waits for: bank." in part(english, "plain")
    assert "one short notice" in part(found["keeper@example.com"][0], "plain")
    assert 'dir="rtl"' in part(persian, "html")
    assert "۱۴۰۵" in part(persian, "plain")
    assert "is not sent" not in str(persian["Subject"])
    assert not list(english.iter_attachments())


def test_the_report_follows_when_the_input_is_there(build: Build, tmp_path: Path) -> None:
    build(rule="notice")
    assert build(rule="notice", bank=BANK) == ExitCode.OK
    subjects = [str(one["Subject"]) for one in mails(tmp_path)["ana@example.com"]]
    assert len(subjects) == 2
    assert sum("is not sent" in one for one in subjects) == 1


def test_without_a_keeper_and_a_rule_nobody_is_told(build: Build, tmp_path: Path) -> None:
    assert build(delivery="") == ExitCode.HELD
    assert mails(tmp_path) == {}


@pytest.mark.parametrize("option", ["--no-send", "--dry-run"])
def test_a_build_that_sends_nothing_tells_nobody(build: Build, tmp_path: Path, option: str) -> None:
    build(option, rule="notice")
    assert mails(tmp_path) == {}


def test_43_no_data_failed_and_not_sent_are_told_apart(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(rule="mark", bank=BANK) == ExitCode.OK
    marked = part(mails(tmp_path)["ana@example.com"][0], "plain")
    assert "hours" in marked.lower()
    assert "is not sent" not in marked

    def broken(*_: object) -> None:
        raise RuntimeError("secret-password-in-a-fault")

    monkeypatch.setattr("flashreport.pipeline.run", broken)
    assert build(delivery=f"{KEEPER}\nnotices = true") == ExitCode.INTERNAL
    found = mails(tmp_path)
    failed = [one for one in found["ana@example.com"] if "failed" in str(one["Subject"])]
    assert len(failed) == 1
    assert "could not be made" in part(failed[0], "plain")
    told = found["keeper@example.com"][-1].as_string()
    assert "RuntimeError" in told
    assert "secret-password" not in told


def test_who_is_in_two_audiences_gets_the_first_copy_and_that_is_said(
    build: Build, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(rule="mark", bank=BANK) == ExitCode.OK
    assert len(mails(tmp_path)["ana@example.com"]) == 1
    assert "gets the copy of the audience 'owners', not that of 'board'" in capsys.readouterr().out


def test_34_a_keeper_who_cannot_be_reached_either_is_told_with_the_next_build(
    build: Build, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = f'server = {{ host = "127.0.0.1", port = {port}, security = "none", timeout = 1 }}'
    down = f'{KEEPER}\ndomains = ["example.com"]\nretry_minutes = 0\n{server}'
    assert build(delivery=down) == ExitCode.HELD  # the fault's own code, which a monitor hears as well
    told = capsys.readouterr()
    assert "Told keeper@example.com: deferred" in told.out + told.err
    assert "bank is not there" in told.out + told.err
    assert build() == ExitCode.HELD  # the server is mended; here mail goes to the outbox
    assert [str(one["Subject"]) for one in mails(tmp_path)["keeper@example.com"]] == [
        "Harbor Grill: Flash report of Thu 19 Nov 2026 is not sent"
    ]


def test_34_a_password_that_is_gone_hides_nothing_of_the_fault(
    build: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    server = 'server = { host = "mail.example.com", username = "u", password_env = "NO_SUCH_WORD" }'
    assert build(delivery=f'{KEEPER}\ndomains = ["example.com"]\n{server}') == ExitCode.HELD
    told = capsys.readouterr()
    assert "Nobody could be told by mail: delivery.server: the environment variable NO_SUCH_WORD" in told.err
