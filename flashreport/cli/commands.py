"""All commands: where each is and its one line of help, so that ``--help`` loads none of them."""

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("flashreport.cli.init:command", "Make a workspace: the sample company, or an empty one."),
    "check": ("flashreport.cli.check:command", "Read all inputs and say what is wrong with them."),
    "build": ("flashreport.cli.build:command", "Build the report of a day, keep it and send it."),
    "history": ("flashreport.cli.history:command", "List the reports that were built."),
    "show": ("flashreport.cli.show:command", "Print a report, or where its files are."),
    "explain": ("flashreport.cli.explain:command", "Say where a figure comes from."),
    "doctor": ("flashreport.cli.doctor:command", "Check the installation and the workspace."),
}
