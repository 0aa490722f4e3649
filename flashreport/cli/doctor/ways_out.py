"""Whether mail can leave the house as the settings ask for: its signature and the PDFs' passwords."""

from collections.abc import Iterator
from importlib.util import find_spec

from flashreport.cli.doctor.finding import Finding
from flashreport.cli.exit_codes import ExitCode
from flashreport.errors import FlashreportError, joined, phrase
from flashreport.workspace.load import Workspace
from flashreport.workspace.settings import DeliverySettings

_ENOUGH_BITS = 2048


def delivery_findings(workspace: Workspace) -> Iterator[Finding]:
    """One line for the signature and one for encryption, where the settings ask for them."""
    settings = workspace.settings.delivery
    if settings.dkim is not None:
        yield signature(workspace)
    if any(audience.encrypt for audience in settings.audiences):
        yield encryption(settings)


def signature(workspace: Workspace) -> Finding:
    """Whether the key signs, and what the DNS has to say."""
    from flashreport.delivery.dkim_key import DkimKey, aligned
    from flashreport.delivery.message import mail_address

    settings = workspace.settings.delivery
    assert settings.dkim is not None  # noqa: S101 # the caller has looked
    try:
        key = DkimKey(settings.dkim, workspace.root)
    except FlashreportError as error:
        return Finding("signature", "fail", error.problem.message, error.problem.advice, ExitCode.DELIVERY)
    told = phrase("{bits} bits; TXT {name} {record}", bits=key.bits, name=key.name, record=key.record)
    try:
        sender = mail_address(settings.sender).domain
    except ValueError:
        sender = ""
    if not aligned(settings.dkim.domain, sender):
        message = phrase(
            "{domain} signs for the sender {sender}.", domain=settings.dkim.domain, sender=sender
        )
        return Finding("signature", "warn", message, phrase("Sign with the sender's domain."))
    if key.bits < _ENOUGH_BITS:
        return Finding("signature", "warn", told, phrase("Take a key of 2048 bits."))
    return Finding("signature", "ok", told)


def encryption(settings: DeliverySettings) -> Finding:
    """Whether the package is there; a password is asked for when a mail goes."""
    names = joined([audience.name for audience in settings.audiences if audience.encrypt])
    if find_spec("pikepdf") is None:
        message = phrase("the package that encrypts PDFs is not installed.")
        advice = phrase("Run: {command}", command="pip install 'flashreport[encrypt]'")
        return Finding("encryption", "fail", message, advice, ExitCode.DELIVERY)
    return Finding("encryption", "ok", phrase("PDFs for {names} ask for a password", names=names))
