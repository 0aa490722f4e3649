from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from flashreport.errors import FlashreportError, Problem
from flashreport.workspace.load import Workspace, load

COMPANY = '[company]\nname = "Harbor Grill"\ncurrency = "USD"\n'
ENTITY = '[[entities]]\nid = "east"\nname = "East"\n'

Write = Callable[..., Path]
Told = Callable[..., list[Problem]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the two settings files; the folder."""

    def made(settings: str | bytes = COMPANY + ENTITY, kpis: str | bytes | None = None) -> Path:
        for name, text in (("flashreport.toml", settings), ("kpis.toml", kpis)):
            if text is not None:
                (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
        return tmp_path

    return made


@pytest.fixture
def good(write: Write) -> Workspace:
    return load(write())


@pytest.fixture
def told(write: Write) -> Told:
    """What loading these settings tells; empty when they hold."""

    def problems(
        settings: str | bytes = COMPANY + ENTITY,
        kpis: str | bytes | None = None,
        measures: Mapping[str, object] | None = None,
    ) -> list[Problem]:
        try:
            load(write(settings, kpis), measures)
        except FlashreportError as error:
            return list(error.problems)
        return []

    return problems
