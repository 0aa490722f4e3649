"""The channels of one run: made when first used, closed at the end. New kinds are a line here."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from flashreport.delivery.channels.folder import Folder
from flashreport.delivery.channels.interface import Channel
from flashreport.delivery.channels.object_store import Bucket
from flashreport.delivery.channels.outbox import Outbox
from flashreport.delivery.channels.smtp import Smtp
from flashreport.delivery.channels.webhook import Webhook
from flashreport.delivery.means import Means
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.workspace.settings import DeliverySettings, Recipient
from flashreport.workspace.ways_out import ChannelSettings

_KINDS: dict[str, Callable[[ChannelSettings, Means], Channel]] = {
    "folder": Folder.of,
    "object-store": Bucket,
    "webhook": Webhook,
}


class Channels:
    """Finds the channel of a recipient. ``patience`` is how many seconds of retries are allowed."""

    def __init__(self, settings: DeliverySettings, outbox: Path, means: Means) -> None:
        self._settings, self._outbox, self._means = settings, outbox, means
        self._open: dict[str, Channel] = {}
        self.patience = 60.0 * settings.retry_minutes

    def of(self, recipient: Recipient) -> Channel:
        """Mail goes to the server, or to the outbox without one; ``channel:NAME`` to that channel."""
        _, _, name = recipient.address.partition("channel:")
        if name not in self._open:
            self._open[name] = self._made(name)
        return self._open[name]

    def _made(self, name: str) -> Channel:
        if not name:
            server = self._settings.server
            return Smtp(server, self._settings.sender, self._means) if server else Outbox(self._outbox)
        found = {channel.name: channel for channel in self._settings.channels}
        if name not in found:
            raise FlashreportError(
                "delivery.unknown-channel",
                phrase("the workspace has no channel '{name}'.", name=name),
                phrase("It has: {value}.", value=", ".join(found) or "none"),
                Place(key="delivery.channels", value=name),
            )
        return _KINDS[found[name].kind](found[name], self._means)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for channel in self._open.values():
            channel.close()
