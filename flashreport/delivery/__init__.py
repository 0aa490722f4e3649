"""Channels that take a recipient's copy and give a receipt; the ledger that makes it once."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flashreport.delivery.copies import Attachment, Body, Copy, Key, Receipt
    from flashreport.delivery.ledger import Entry, Ledger
    from flashreport.delivery.means import Means
    from flashreport.delivery.opening import open_ledger

__all__ = [
    "Attachment",
    "Body",
    "Copy",
    "Entry",
    "Key",
    "Ledger",
    "Means",
    "Receipt",
    "open_ledger",
]

# Each is imported when it is used: ``history`` counts mails and needs no settings for it.
_MODULES = {
    "copies": ("Attachment", "Body", "Copy", "Key", "Receipt"),
    "ledger": ("Entry", "Ledger"),
    "means": ("Means",),
    "opening": ("open_ledger",),
}


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(name)
