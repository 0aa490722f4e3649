"""One run of the command line: every way it can end becomes a documented exit code."""

import errno
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

import click

from flashreport.cli.door import environment
from flashreport.cli.exit_codes import ExitCode
from flashreport.cli.group import root
from flashreport.cli.language import chosen_language, click_speaks
from flashreport.cli.session import Session
from flashreport.errors.phrase import counted_phrase, phrase
from flashreport.errors.system import reason_of

_NAME = "flashreport"
_COMPLETE = "_FLASHREPORT_COMPLETE"


def run(arguments: Sequence[str]) -> int:
    """Run ``flashreport`` with ``arguments``; the exit code. Nothing is raised."""
    session = Session(chosen_language(arguments, environment()))
    _print_any_text()
    try:
        with click_speaks(session.speech.language):
            code = _run(arguments, session)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
        return ExitCode.PIPE
    return code


def _run(arguments: Sequence[str], session: Session) -> int:
    """As click's ``main``, which would turn a broken pipe into exit code 1."""
    try:
        asked = environment().get(_COMPLETE, "")
        if asked:
            return _complete(asked, session)
        with root.make_context(_NAME, list(arguments), obj=session) as context:
            result = root.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt, EOFError):
        session.warn("Interrupted.")
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        vars(error).update(message=session.speech(error.message))
        error.show()
        return ExitCode.USAGE
    except BrokenPipeError:
        raise
    except Exception as error:
        return _failed(error, session)
    return int(result) if isinstance(result, int) else ExitCode.OK


def _complete(instruction: str, session: Session) -> int:
    """Answer the shell that asks what may follow."""
    from click.shell_completion import shell_complete

    return shell_complete(root, {"obj": session}, _NAME, _COMPLETE, instruction)


def _failed(error: Exception, session: Session) -> int:
    """Tell what went wrong: mistakes of the user by place, the system's by name, ours by a file."""
    from flashreport.errors import FlashreportError, Problem

    if isinstance(error, FlashreportError):
        from flashreport.cli.exit_codes import exit_code_of

        code = exit_code_of(problem.code for problem in error.problems)
        return _tell(error.problems, code, session)
    if isinstance(error, OSError) and error.errno in _SYSTEM:
        where = error.filename or phrase("the system")
        message = phrase("{where}: {error}.", where=where, error=reason_of(error))
        return _tell([Problem("cli.system", message, _SYSTEM[error.errno])], ExitCode.SYSTEM, session)
    return _fault(error, session)


_SYSTEM = {
    errno.ENOSPC: phrase("Free space on that disk, then run the command again."),
    errno.EDQUOT: phrase("Free space within your quota, then run the command again."),
    errno.EACCES: phrase("Give this user the right to it."),
    errno.EPERM: phrase("Give this user the right to it."),
    errno.EROFS: phrase("The disk is read-only: mount it for writing or work elsewhere."),
    errno.EMFILE: phrase("Too many files are open: raise the limit (ulimit -n)."),
    errno.EIO: phrase("The disk could not be read or written: check it."),
}


def _tell(problems: Sequence[object], code: ExitCode, session: Session) -> int:
    from flashreport.errors import Problem

    known = [problem for problem in problems if isinstance(problem, Problem)]
    for problem in known:
        session.warn(phrase("{problem} [{code}]", problem=session.speech.problem(problem), code=problem.code))
    if len(known) > 1:
        session.warn(counted_phrase("{n} problem.", "{n} problems.", len(known)))
    if session.as_json:
        told = [session.speech.problem_json(problem) for problem in known]
        session.json({"ok": False, "exit_code": int(code), "problems": told})
    return code


def _fault(error: Exception, session: Session) -> int:
    """A fault of ours: the traceback goes to a file, the terminal gets two lines."""
    import tempfile
    import traceback

    from flashreport import __version__

    text = f"flashreport {__version__}, Python {sys.version}\n{' '.join(sys.argv)}\n\n"
    text += "".join(traceback.format_exception(error))
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="flashreport-fault-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.write(text)
        where = phrase("The details are in {file}; please report it with that file.", file=file.name)
    except OSError:
        where = phrase("The details could not be written anywhere.")
    what = f"{type(error).__name__}: {_one_line(error)}"
    session.warn(phrase("This is a fault of flashreport: {error}", error=what))
    session.warn(where)
    if session.as_json:
        session.json({"ok": False, "exit_code": int(ExitCode.INTERNAL), "problems": []})
    return ExitCode.INTERNAL


def _one_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0][:200] if lines else ""


def _print_any_text() -> None:
    """A name that the terminal's encoding lacks is printed with '?', not turned into a fault."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _forget_output() -> None:
    """The reader of our output has gone: nothing more can be printed, also not at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
