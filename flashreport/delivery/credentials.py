"""Passwords: read where the settings point, kept out of every text that is shown or kept."""

import base64
import subprocess
from pathlib import Path

from flashreport.delivery.means import Means
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.errors.system import reason_of
from flashreport.workspace.ways_out import Secret

_PATIENCE = 60
_HIDDEN = "(hidden)"


def password(source: Secret, means: Means, key: str) -> str:
    """The secret; empty when none is asked for. ``key`` names the settings in errors.

    Raises FlashreportError ``delivery.no-password`` when it cannot be had.
    """
    if source.password_env:
        found = means.environment.get(source.password_env, "")
        place = f"the environment variable {source.password_env} is not set"
    elif source.password_file:
        found, place = _of_file(means.root / Path(source.password_file).expanduser())
    elif source.password_command:
        found, place = _of_command(source.password_command, means)
    else:
        return ""
    if not found:
        raise FlashreportError(
            "delivery.no-password",
            phrase("{place}.", place=place),
            "Put the password there, or name another place.",
            Place(key=key),
        )
    return found


def _of_file(path: Path) -> tuple[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return "", phrase("{path} cannot be read: {reason}", path=path, reason=reason_of(error))
    return (lines[0].strip() if lines else ""), f"the first line of {path} is empty"


def _of_command(command: tuple[str, ...], means: Means) -> tuple[str, str]:
    """Its first line of output. What it says on standard error may hold secrets and is not shown."""
    program = command[0]
    try:
        ended = subprocess.run(  # noqa: S603 # the workspace's own program, run without a shell
            command,
            capture_output=True,
            timeout=_PATIENCE,
            cwd=means.root,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return "", f"{program} gave no password within {_PATIENCE} seconds"
    except OSError as error:
        return "", f"{program} cannot be run: {reason_of(error)}"
    if ended.returncode:
        return "", f"{program} ended with code {ended.returncode}"
    lines = ended.stdout.decode("utf-8", "replace").splitlines()
    return (lines[0].strip() if lines else ""), f"{program} printed nothing"


def xoauth2(username: str, token: str) -> str:
    """The line that logs in by a token at Microsoft's and Google's servers."""
    return base64.b64encode(f"user={username}\1auth=Bearer {token}\1\1".encode()).decode()


def oauthbearer(username: str, token: str) -> str:
    """The same by RFC 7628."""
    name = username.replace("=", "=3D").replace(",", "=2C")
    return base64.b64encode(f"n,a={name},\1auth=Bearer {token}\1\1".encode()).decode()


def scrubbed(text: str, username: str, secret: str) -> str:
    """The text without the secret, also in the forms in which it travels."""
    if not secret:
        return text
    forms = [secret.encode(), f"\0{username}\0{secret}".encode()]
    hidden = [secret, *(base64.b64encode(form).decode() for form in forms)]
    hidden += [xoauth2(username, secret), oauthbearer(username, secret)]
    for form in sorted(hidden, key=len, reverse=True):
        text = text.replace(form, _HIDDEN)
    return text
