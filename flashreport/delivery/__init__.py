"""Channels that take a recipient's copy and give a receipt; the ledger that makes it once."""

from flashreport.delivery.copies import Attachment, Body, Copy, Key, Receipt
from flashreport.delivery.deliver import deliver
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
    "deliver",
    "open_ledger",
]
