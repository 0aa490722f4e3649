"""``flashreport doctor``: whether everything is there that a morning needs."""

from flashreport.cli.doctor.command import command

__all__ = ["command"]
