"""What ``flashreport send`` was asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import click

from flashreport.errors import phrase

if TYPE_CHECKING:
    from datetime import datetime

    from flashreport.delivery import Copy, Ledger
    from flashreport.workspace.settings import Recipient

_ONE_OF = ("dry_run", "preview", "to", "listed", "force", "resolve", "token")


@dataclass(frozen=True)
class Request:
    """One way of sending. ``recipients`` are addresses in small letters; none means all."""

    recipients: tuple[str, ...] = ()
    dry_run: bool = False
    preview: bool = False
    listed: bool = False
    force: bool = False
    resolve: str = ""
    reason: str = ""
    token: str = ""
    to: "Recipient | None" = None

    @classmethod
    def of(cls, recipients: Sequence[str], asked: Mapping[str, bool | str | None]) -> Self:
        """The options, checked against one another."""
        given = [name for name in _ONE_OF if asked.get(name)]
        if len(given) > 1:
            shown = ", ".join("--" + name.replace("listed", "list").replace("_", "-") for name in given)
            raise click.UsageError(phrase("Give one of {shown}.", shown=shown))
        reason = str(asked.get("reason") or "").strip()
        if (asked.get("force") or asked.get("resolve")) and not reason:
            raise click.UsageError("Say why with --reason TEXT: it is kept in the ledger.")
        return cls(
            tuple(address.strip().lower() for address in recipients),
            bool(asked.get("dry_run")),
            bool(asked.get("preview")),
            bool(asked.get("listed")),
            bool(asked.get("force")),
            str(asked.get("resolve") or ""),
            reason,
            str(asked.get("token") or ""),
            _recipient(str(asked["to"])) if asked.get("to") else None,
        )

    def only(self, copies: "Sequence[Copy]") -> "list[Copy]":
        """The copies for the recipients asked for; a usage error for one who gets none."""
        known = {copy.key.recipient for copy in copies}
        strangers = sorted(set(self.recipients) - known)
        if strangers:
            others = ", ".join(sorted(known)) or "nobody"
            raise click.UsageError(
                phrase(
                    "{names} does not get this report; {others} does.",
                    names=", ".join(strangers),
                    others=others,
                )
            )
        return [copy for copy in copies if not self.recipients or copy.key.recipient in self.recipients]

    def freed(self, ledger: "Ledger", copies: "Sequence[Copy]", moment: "datetime") -> "Sequence[Copy]":
        """The copies to send, after the ledger was told of the decision."""
        if self.force:
            for copy in copies:
                ledger.again(copy.key, self.reason, moment)
        if not self.resolve:
            return copies
        unknown = {entry.key for entry in ledger.entries() if entry.state == "unknown"}
        chosen = [copy for copy in copies if copy.key in unknown]
        for copy in chosen:
            if self.resolve == "sent":
                ledger.settle(copy.key, self.reason, moment)
            else:
                ledger.again(copy.key, self.reason, moment)
        return chosen


def _recipient(address: str) -> "Recipient":
    from pydantic import ValidationError

    from flashreport.workspace.settings import Recipient

    try:
        return Recipient(address=address)
    except ValidationError as error:
        raise click.BadParameter(
            phrase("'{address}' is not a mail address.", address=address), param_hint="--to"
        ) from error
