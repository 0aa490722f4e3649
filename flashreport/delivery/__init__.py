"""Channels that take an edition and a recipient and give a receipt."""
