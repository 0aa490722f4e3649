"""The sandbox in which templates run: ours, or the workspace's own in their place."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from flashreport.errors import FlashreportError, Place, phrase
from flashreport.render.page import PageSettings
from flashreport.render.words import catalogue
from flashreport.workspace.resources import data_dir


@lru_cache(maxsize=16)
def environment(page: PageSettings) -> ImmutableSandboxedEnvironment:
    """The environment of a page: sandboxed, escaping everything, with the language's messages."""
    folders = [page.templates] if page.templates is not None else []
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([*folders, data_dir("templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(catalogue(page.language, page.templates), newstyle=True)  # type: ignore[attr-defined] # the i18n extension adds it
    return made


def fill_template(name: str, page: PageSettings, context: Mapping[str, object]) -> str:
    """Render a template; raises FlashreportError for a mistake in the workspace's own."""
    try:
        return environment(page).get_template(name).render(context)
    except TemplateSyntaxError as mistake:
        place = Place(file=mistake.filename or name, line=mistake.lineno)
        raise _mistake(str(mistake.message), place) from mistake
    except (UndefinedError, TemplateError, TypeError) as mistake:
        raise _mistake(str(mistake), Place(file=name)) from mistake


def source(name: str, page: PageSettings) -> str:
    """The text of a file among the templates, the workspace's own first."""
    for folder in (page.templates, data_dir("templates")):
        if folder is not None and (folder / name).is_file():
            return Path(folder / name).read_text(encoding="utf-8")
    raise FileNotFoundError(name)


def _mistake(message: str, place: Place) -> FlashreportError:
    advice = "Mend the template, or remove it to take the one that comes with the program."
    return FlashreportError(
        "render.template", phrase("the template cannot be used: {text}", text=message), advice, place
    )


_CONTROLS = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), *range(0x202A, 0x202F), 0xFFFE, 0xFFFF]
)


def _printable(value: object) -> object:
    """Texts without control characters and direction overrides; markup of our own as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return value.translate(_CONTROLS)
    return value
