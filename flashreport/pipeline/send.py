"""The last stage: a copy of the archived edition for each recipient."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flashreport.pipeline.order import Order
from flashreport.pipeline.pages import page_of, rendered

if TYPE_CHECKING:
    from datetime import date

    from flashreport.archive import Archive, Stored
    from flashreport.delivery import Body, Copy, Receipt
    from flashreport.delivery.copies import State
    from flashreport.domain.report import Report
    from flashreport.workspace.load import Workspace
    from flashreport.workspace.settings import Audience, Recipient, ReportSettings


def sent(workspace: "Workspace", order: Order, archive: "Archive", stored: "Stored") -> tuple["Receipt", ...]:
    """Each recipient of the report gets one copy of what was archived."""
    if order.dry_run or not order.send or order.superseded_by is not None:
        return ()
    from flashreport.delivery import Means, open_ledger
    from flashreport.delivery.deliver import deliver

    copies = copies_of(workspace, archive, stored)
    if not copies:
        return ()
    order.progress("Sending")
    settings = workspace.settings.delivery
    with open_ledger(workspace.settings.archive.url or workspace.archive_path) as ledger:
        means = Means(workspace.root)
        return deliver(copies, settings, workspace.outbox_path, ledger, order.now, means)


def supersede(
    workspace: "Workspace", order: Order, scope: str, business_date: "date", revision: int
) -> tuple["Receipt", ...]:
    """Note for each recipient that this report is not sent, because a newer one is."""
    recipients = [
        person for audience in _audiences(workspace, order.report, scope) for person in audience.recipients
    ]
    if order.superseded_by is None or not order.send or not recipients:
        return ()
    from flashreport.delivery import Key, Receipt, open_ledger

    detail = f"not sent: superseded by the report of {order.superseded_by}"
    found = []
    with open_ledger(workspace.settings.archive.url or workspace.archive_path) as ledger:
        for person in recipients:
            address = person.address.strip().lower()
            entry = ledger.supersede(
                Key(order.report, scope, business_date, revision, address), detail, order.now
            )
            told = entry.detail if entry.state == "superseded" else f"{entry.state} {entry.closed_at}"
            state: State = "superseded" if entry.state == "superseded" else "already"
            found.append(Receipt(person.address, state, told))
    return tuple(found)


def copies_of(workspace: "Workspace", archive: "Archive", stored: "Stored") -> list["Copy"]:
    """A copy for each recipient of the audiences that get this report.

    Audiences that see all entities get the group's report, the others that of each of theirs.
    """
    report = archive.report(stored)
    files = archive.files(stored)
    audiences = _audiences(workspace, stored.report_name, stored.scope)
    pages = _Pages(workspace, stored.report_name, report, files)
    made: list[Copy] = []
    for audience in audiences:
        have = {copy.key.recipient for copy in made}
        copies = [pages.copy_for(stored, audience, recipient) for recipient in audience.recipients]
        if audience.copies == "shared":
            # who gets the copy of an earlier audience is none of this mail's readers
            people = {copy.key.recipient: copy.recipient for copy in copies if copy.key.recipient not in have}
            copies = [
                replace(copy, shared=tuple(people.values())) if copy.key.recipient in people else copy
                for copy in copies
            ]
        made += copies
    return made


def _audiences(workspace: "Workspace", report_name: str, scope: str) -> list["Audience"]:
    return [
        audience
        for audience in workspace.settings.delivery.audiences
        if audience.report == report_name and (scope in audience.entities if audience.entities else not scope)
    ]


class _Pages:
    """An edition's pages for each audience and language, each rendered once."""

    def __init__(
        self, workspace: "Workspace", name: str, report: "Report", files: Mapping[str, bytes]
    ) -> None:
        self.workspace = workspace
        self.settings = next(item for item in workspace.settings.reports if item.name == name)
        self.report = report
        self.files = files
        self.drawn: list[tuple[str, Report, Mapping[str, bytes]]] = []
        self.made: dict[tuple[str, str], tuple[Body, Mapping[str, bytes]]] = {}

    def copy_for(self, stored: "Stored", audience: "Audience", recipient: "Recipient") -> "Copy":
        from flashreport.delivery import Attachment, Copy

        default = self.settings.language or self.workspace.settings.company.language
        body, files = self._pages(audience, recipient.language or default, default)
        types = {"pdf": "application/pdf", "html": "text/html"}
        attached = tuple(
            Attachment(name, types[kind], content)
            for name, content in files.items()
            for kind in self.workspace.settings.delivery.attach
            if name.endswith(f".{kind}")
        )
        return Copy(
            report_name=stored.report_name,
            business_date=stored.business_date,
            revision=stored.revision,
            company=self.workspace.settings.company.name,
            report_title=self.report.report,
            recipient=recipient,
            body=body,
            attachments=attached,
            scope=stored.scope,
            audience=audience.name,
            encrypt=audience.encrypt,
        )

    def _pages(self, audience: "Audience", language: str, default: str) -> "tuple[Body, Mapping[str, bytes]]":
        """The mail and the files; the archived files where audience and language are the archive's.

        Where the PDF asks for a password, the mail around it tells no pay.
        """
        key = (audience.name, language)
        if key not in self.made:
            from flashreport.delivery import Body
            from flashreport.domain.audience import reduced
            from flashreport.render import render_mail

            names = {each.id: each.name for each in self.workspace.settings.departments}
            view = reduced(self.report, audience, names)
            whole = view == self.report and language == default
            settings = self.settings.model_copy(update={"language": language})
            files = self.files if whole else self._drawn(settings, view, language)
            locked = audience.encrypt is not None
            told = reduced(self.report, audience.model_copy(update={"pay": False}), names) if locked else view
            mail = render_mail(told, page_of(self.workspace, settings, view.business_date))
            note = (mail.locked if told == view else mail.locked_pay) if locked else ""
            body = Body(mail.subject, mail.text, mail.html, mail.images, mail.too_large, note)
            self.made[key] = body, files
        return self.made[key]

    def _drawn(self, settings: "ReportSettings", view: "Report", language: str) -> "Mapping[str, bytes]":
        """The files that are attached; audiences that see the same share them."""
        for other, seen, files in self.drawn:
            if other == language and seen == view:
                return files
        made = rendered(self.workspace, settings, view, self.workspace.settings.delivery.attach)
        self.drawn.append((language, view, made))
        return made
