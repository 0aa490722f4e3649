"""When a report is held or fails: a mail to the keeper, and one short notice to the recipients.

Both go through the ledger, so that the keeper hears of one cause once a business date, and a
recipient once of a report.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from flashreport.cli.speech import Speech
from flashreport.errors import FlashreportError, Problem, joined, phrase
from flashreport.pipeline.held import Held
from flashreport.pipeline.notices import FAILED, FOLLOWS, FOLLOWS_MENDED, NOT_MADE, NOT_SENT, WAITS

if TYPE_CHECKING:
    from flashreport.delivery import Body, Copy, Receipt
    from flashreport.pipeline import Order
    from flashreport.workspace.load import Workspace
    from flashreport.workspace.settings import Recipient

_MOST = 20  # problems in one mail
_NOTICE = 0  # the revision that stands for the notice: a report's own begin at 1


def alarm(workspace: "Workspace", order: "Order", errors: Sequence[Exception]) -> "tuple[Receipt, ...]":
    """Tell the keeper, and the recipients where the workspace wants it; the receipts of both."""
    if order.dry_run or not order.send or not errors:
        return ()
    from flashreport.delivery import Means, open_ledger
    from flashreport.delivery.deliver import deliver

    alarms = [_Alarm(workspace, order, error) for error in errors]
    copies = [copy for each in alarms for copy in (*each.notices(), *each.to_keeper())]
    if not copies:
        return ()
    with open_ledger(workspace.settings.archive.url or workspace.archive_path) as ledger:
        settings, means = workspace.settings.delivery, Means(workspace.root)
        return deliver(copies, settings, workspace.outbox_path, ledger, order.now, means)


class _Alarm:
    """One error and the mails about it."""

    def __init__(self, workspace: "Workspace", order: "Order", error: Exception) -> None:
        self.settings = workspace.settings
        self.held = error if isinstance(error, Held) else None
        self.problems = _problems(error)
        zone = ZoneInfo(self.settings.company.timezone)
        self.day: date = (
            self.held.business_date if self.held else order.business_date or order.now.astimezone(zone).date()
        )
        self.report = self.held.report if self.held else order.report

    @property
    def noticed(self) -> bool:
        """Whether the recipients are told."""
        return self.settings.delivery.notices or bool(self.held and self.held.notice)

    def to_keeper(self) -> "Iterator[Copy]":
        """The keeper's mail, keyed by its cause."""
        keeper = self.settings.delivery.keeper
        if keeper is None:
            return
        causes = sorted({f"{one.code} {one.place.file} {one.place.key}" for one in self.problems})
        digest = hashlib.sha256("\n".join([self.report, *causes]).encode()).hexdigest()[:12]
        speech = Speech(keeper.language or self.settings.company.language)
        body = _body(speech, self._subject(speech), self._told(speech))
        yield self._copy(f"keeper-{digest}", 1, keeper, body)

    def notices(self) -> "Iterator[Copy]":
        """One short notice for each recipient of the report, or of all reports when none was reached."""
        if not self.noticed:
            return
        for audience in self.settings.delivery.audiences:
            if self.report and audience.report != self.report:
                continue
            for person in audience.recipients:
                speech = Speech(person.language or self.settings.company.language)
                body = _body(
                    speech, self._subject(speech), [_Line(speech(line)) for line in self._notice(speech)]
                )
                yield self._copy(self.report or "build", _NOTICE, person, body)

    def _copy(self, name: str, revision: int, person: "Recipient", body: "Body") -> "Copy":
        from flashreport.delivery import Copy

        company = self.settings.company.name
        return Copy(name, self.day, revision, company, "", person, body, audience=name)

    def _title(self) -> str:
        titles = {one.name: one.title for one in self.settings.reports}
        found = titles.get(self.report, "")
        return found or next(iter(titles.values()), "")

    def _day(self, speech: Speech) -> str:
        return speech.formatter.day(self.day, "dated")

    def _subject(self, speech: Speech) -> str:
        company, day = self.settings.company.name, self._day(speech)
        if self.held is None:
            return phrase(FAILED, company=company, day=day)
        return phrase(NOT_SENT, company=company, report=phrase(self._title()), day=day)

    def _told(self, speech: Speech) -> "list[_Line]":
        lead = (
            phrase("It is held, because an input that it needs is not there as it should be.")
            if self.held
            else phrase("The build stopped at a fault. No report was made of it.")
        )
        lines = [_Line(speech(lead))]
        lines += [_Line(speech(one.said), speech.place(one.place)) for one in self.problems[:_MOST]]
        if len(self.problems) > _MOST:
            more = phrase("{n} more: see flashreport check", n=len(self.problems) - _MOST)
            lines.append(_Line(speech(more)))
        told = (
            phrase("Recipients got one short notice.")
            if self.noticed
            else phrase("Recipients were told nothing.")
        )
        end = (
            phrase("When it is mended, run: flashreport build"),
            told,
            phrase("This mail comes once for each cause and day."),
        )
        return [*lines, *(_Line(speech(line)) for line in end)]

    def _notice(self, speech: Speech) -> list[str]:
        day = self._day(speech)
        if self.held is None:
            return [phrase(NOT_MADE, day=day), FOLLOWS_MENDED]
        inputs = joined([name.replace("-", " ") for name in self.held.inputs])
        return [phrase(WAITS, day=day, inputs=inputs), FOLLOWS]


@dataclass(frozen=True)
class _Line:
    """A sentence; ``place`` is where a problem is, whose file and key run from left to right everywhere."""

    text: str
    place: str = ""

    @property
    def plain(self) -> str:
        return f"• {self.place}: {self.text}" if self.place else self.text

    def html(self, direction: str) -> str:
        style = "margin:0 0 10px"
        where = (
            f'<b dir="ltr" style="unicode-bidi:isolate">{escape(self.place)}</b><br>' if self.place else ""
        )
        return f'<p dir="{direction}" style="{style}">{where}{escape(self.text)}</p>'


def _problems(error: Exception) -> list[Problem]:
    if isinstance(error, Held):
        return [*error.problems, *error.behind]
    if isinstance(error, FlashreportError):
        return list(error.problems)
    # a fault of the program: its text may hold anything, so only its kind is told
    kind = phrase("flashreport met a fault of its own: {kind}.", kind=type(error).__name__)
    return [Problem("cli.fault", kind)]


def _body(speech: Speech, subject: str, lines: "Sequence[_Line]") -> "Body":
    from flashreport.delivery import Body

    title = speech(subject)
    direction: Literal["ltr", "rtl"] = speech.formatter.language.direction
    paragraphs = "".join(line.html(direction) for line in lines)
    style = "font-family:Tahoma,'Segoe UI',Arial,sans-serif;font-size:15px;line-height:1.6;padding:16px"
    html = (
        f'<!doctype html>\n<html lang="{speech.language}" dir="{direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>:root {{ color-scheme: light dark; }}</style></head>"
        f'<body dir="{direction}" style="margin:0"><div style="{style};max-width:640px">'
        f'<h1 style="font-size:19px;margin:0 0 12px">{escape(title)}</h1>{paragraphs}</div></body></html>\n'
    )
    return Body(title, "\n\n".join([title, *(line.plain for line in lines)]) + "\n", html)
