"""Who may get mail at all: the workspace's domains and the addresses that it names."""

from flashreport.workspace.settings import DeliverySettings


def allowed(address: str, settings: DeliverySettings) -> bool:
    """Whether the address is on an allowed domain (or below one) or is named itself.

    Without any rule a copy may only go to the outbox, which leaves the house by nobody's hand.
    Channels of the workspace's own are always allowed.
    """
    plain = address.strip().lower()
    if plain.startswith("channel:"):
        return True
    if not settings.domains and not settings.addresses:
        return settings.server is None
    host = plain.rpartition("@")[2]
    named = {other.strip().lower() for other in settings.addresses}
    domains = [domain.strip().lower().lstrip("@.") for domain in settings.domains]
    return plain in named or any(host == domain or host.endswith(f".{domain}") for domain in domains)
