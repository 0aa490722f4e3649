"""``flashreport archive``: the archive as a whole."""

from flashreport.cli.subcommands import Subcommands

COMMANDS: dict[str, tuple[str, str]] = {
    "copy": ("flashreport.cli.archive.copy:command", "Copy the archive to another folder or database."),
}

command = Subcommands(
    "archive",
    COMMANDS,
    example="""
    flashreport archive copy postgresql://flash@db.example/reports
    flashreport archive copy /mnt/backup/archive
    """,
    help="Move the archive between folders and databases, with nothing lost.",
)

__all__ = ["COMMANDS", "command"]
