"""All commands: where each is and its one line of help, so that ``--help`` loads none of them."""

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("flashreport.cli.init:command", "Make a workspace: the sample company, or an empty one."),
    "check": ("flashreport.cli.check:command", "Read all inputs and say what is wrong with them."),
    "build": ("flashreport.cli.build:command", "Build the report of a day, keep it and send it."),
    "send": ("flashreport.cli.send:command", "Send a kept report, try a mail, or see what was sent."),
    "history": ("flashreport.cli.history:command", "List the reports that were built."),
    "show": ("flashreport.cli.show:command", "Print a report, or where its files are."),
    "diff": ("flashreport.cli.diff:command", "Say what differs between two reports."),
    "explain": ("flashreport.cli.explain:command", "Say where a figure comes from."),
    "verify": ("flashreport.cli.verify:command", "Prove that nothing in the archive was changed."),
    "rebuild": ("flashreport.cli.rebuild:command", "Make a kept report's pages again, and compare them."),
    "export": ("flashreport.cli.export:command", "Write kept reports to a folder that proves itself."),
    "prune": ("flashreport.cli.prune:command", "Remove kept files that are past their age."),
    "sign": ("flashreport.cli.sign:command", "Sign the PDF of a kept report, or check a signature."),
    "archive": ("flashreport.cli.archive:command", "Copy the archive to another folder or database."),
    "schedule": ("flashreport.cli.schedule:command", "Print what runs the build each morning."),
    "kpi": (
        "flashreport.cli.kpi:command",
        "Keep the KPI register: list, show, add, set, event, review, test.",
    ),
    "ack": ("flashreport.cli.ack:command", "Say that a finding is known and dealt with."),
    "note": ("flashreport.cli.note:command", "Write a note on a figure."),
    "doctor": ("flashreport.cli.doctor:command", "Check the installation and the workspace."),
}
