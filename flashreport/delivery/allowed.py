"""Who may get mail at all: the workspace's domains and the addresses that it names."""

from flashreport.delivery.message import mail_address
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.workspace.settings import DeliverySettings

CHANNEL = "channel:"


def unfit(address: str, settings: DeliverySettings) -> str:
    """Why nothing is sent to the address; empty when it is fit."""
    if not allowed(address, settings):
        return "not on one of delivery.domains and not one of delivery.addresses"
    if address.startswith(CHANNEL):
        return ""
    try:
        mail_address(address)
    except ValueError as error:
        return str(error)
    return ""


def check_sender(settings: DeliverySettings) -> None:
    """Raise ``delivery.bad-sender`` when the sender or the reply address fits no mail."""
    for key, address in (("sender", settings.sender), ("reply_to", settings.reply_to)):
        try:
            if address:
                mail_address(address)
        except ValueError as error:
            raise FlashreportError(
                "delivery.bad-sender",
                phrase("{error}.", error=error),
                "Write it as: Flash report <flash@example.com>",
                Place(file="flashreport.toml", key=f"delivery.{key}", value=address),
            ) from error


def allowed(address: str, settings: DeliverySettings) -> bool:
    """Whether the address is on an allowed domain (or below one) or is named itself.

    Without any rule a copy may only go to the outbox, which leaves the house by nobody's hand.
    Channels of the workspace's own are always allowed.
    """
    plain = address.strip().lower()
    if plain.startswith(CHANNEL):
        return True
    if not settings.domains and not settings.addresses:
        return settings.server is None
    host = plain.rpartition("@")[2]
    named = {other.strip().lower() for other in settings.addresses}
    domains = [domain.strip().lower().lstrip("@.") for domain in settings.domains]
    return plain in named or any(host == domain or host.endswith(f".{domain}") for domain in domains)
