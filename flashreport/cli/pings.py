"""The monitoring service hears how a build goes, whatever becomes of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from flashreport.cli.door import environment
from flashreport.cli.exit_codes import ExitCode, exit_code_of
from flashreport.cli.session import Session
from flashreport.errors import FlashreportError, phrase

if TYPE_CHECKING:
    from flashreport.delivery.ping import Kind
    from flashreport.workspace.load import Workspace

_BUSY = "workspace.locked"


class Watch:
    """What the build says of its end; without a word it went well."""

    def __init__(self) -> None:
        self.code: ExitCode | None = None


@contextmanager
def watched(session: Session, workspace: "Workspace", moment: datetime) -> Iterator[Watch]:
    """Ping at the start and at the end of the block; a failure tells its codes, no figures.

    A build that waits in vain for another one says nothing: the other one does.
    """
    watch = Watch()
    if workspace.settings.schedule.ping is None:
        yield watch
        return
    _ping(session, workspace, moment, "start", "")
    try:
        yield watch
    except FlashreportError as error:
        codes = [problem.code for problem in error.problems]
        if _BUSY not in codes:
            _ping(
                session, workspace, moment, "fail", f"{exit_code_of(codes)}: {', '.join(sorted(set(codes)))}"
            )
        raise
    except BaseException as error:
        _ping(session, workspace, moment, "fail", type(error).__name__)
        raise
    if watch.code:
        _ping(session, workspace, moment, "fail", f"{int(watch.code)}: {watch.code.name}")
    else:
        _ping(session, workspace, moment, "success", "")


def _ping(session: Session, workspace: "Workspace", moment: datetime, kind: "Kind", text: str) -> None:
    from flashreport.delivery import Means
    from flashreport.delivery.ping import ping

    means = Means(workspace.root, environment())
    found = ping(workspace.settings.schedule.ping, means, kind, text, moment)
    if found is not None and not found.heard:
        reason = found.error or found.status
        session.say(
            phrase("The monitoring service did not hear '{kind}': {reason}.", kind=kind, reason=reason)
        )
