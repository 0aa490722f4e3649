"""The ways out of the house. A channel is one file here and one line in ``opened.py``."""

from flashreport.delivery.channels.interface import Channel, HandOver, Outcome, Parcel

__all__ = ["Channel", "HandOver", "Outcome", "Parcel"]
