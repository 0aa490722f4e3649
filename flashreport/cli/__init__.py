"""The command line: the only room that knows the clock, the environment and the terminal."""

__all__ = ["main"]


def main() -> None:
    """Run ``flashreport`` with the arguments of the process, and end it with a documented code."""
    import sys

    from flashreport.cli.run import run

    sys.exit(run(sys.argv[1:]))
