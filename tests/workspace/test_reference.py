"""The reference page, the sentences and the JSON Schemas agree with the models."""

import json
import re
import tomllib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from flashreport.workspace.blank import SETTINGS
from flashreport.workspace.kpis import KpiRegister
from flashreport.workspace.reference import reference
from flashreport.workspace.schema import KPIS_SCHEMA, SETTINGS_SCHEMA, schema_files, settings_models
from flashreport.workspace.settings import WorkspaceSettings
from flashreport.workspace.wording import SENTENCES

ROOT = Path(__file__).resolve().parents[2]
Schema = dict[str, Any]


def test_every_setting_has_its_sentence_and_no_sentence_is_left_over() -> None:
    models = {*settings_models(WorkspaceSettings), *settings_models(KpiRegister)}
    keys = {f"{model.__name__}.{key}" for model in models for key in model.model_fields}
    assert keys == set(SENTENCES)


def test_the_page_is_the_one_that_the_models_make() -> None:
    page = ROOT / "docs" / "reference" / "settings.md"
    assert page.read_text(encoding="utf-8") == reference(), (
        "run: python -m flashreport.workspace.reference > docs/reference/settings.md"
    )


def test_the_error_pages_tell_every_code_of_settings_and_workspace() -> None:
    used = {
        code
        for room in ("workspace", "cli")
        for path in (ROOT / "flashreport" / room).rglob("*.py")
        for code in re.findall(
            r'"((?:settings|workspace|cli)\.[a-z0-9-]+)"', path.read_text(encoding="utf-8")
        )
    }
    told = {
        code
        for page in ("settings", "workspace", "cli")
        for code in re.findall(
            r"^## ((?:settings|workspace|cli)\.\S+)$",
            (ROOT / "docs" / "reference" / "errors" / f"{page}.md").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    }
    assert used == told


def faults(value: object, schema: Schema, root: Schema, at: str = "") -> list[str]:
    """A reader of the part of JSON Schema that the two files use, as an editor reads them."""
    if "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema:
        tries = [faults(value, part, root, at) for part in schema["anyOf"]]
        return [] if not all(tries) else min(tries, key=len)
    found = [f"{at}: not {schema['type']}"] if not is_type(value, schema.get("type")) else []
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: {value} is no choice")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{at}: pattern")
    if isinstance(value, dict):
        found += [f"{at}: missing {key}" for key in schema.get("required", ()) if key not in value]
        known, other = schema.get("properties", {}), schema.get("additionalProperties", {})
        for key, inner in value.items():
            if key not in known and other is False:
                found.append(f"{at}: unknown {key}")
            else:
                found += faults(inner, known.get(key, other), root, f"{at}.{key}")
    if isinstance(value, list):
        found += [f"{at}: empty"] * (len(value) < schema.get("minItems", 0))
        for inner in value:
            found += faults(inner, schema.get("items", {}), root, at)
    return found


def is_type(value: object, name: str | None) -> bool:
    kinds: dict[str, tuple[type, ...]] = {
        "object": (dict,),
        "array": (list,),
        "string": (str, date, datetime, time),
        "integer": (int,),
        "number": (int, float),
        "boolean": (bool,),
        "null": (type(None),),
    }
    return name is None or isinstance(value, kinds[name])


def schema(name: str) -> Schema:
    loaded: Schema = json.loads(schema_files()[name])
    return loaded


@pytest.mark.parametrize(
    ("file", "name"), [("flashreport.toml", SETTINGS_SCHEMA), ("kpis.toml", KPIS_SCHEMA)]
)
def test_the_schemas_accept_the_sample(file: str, name: str) -> None:
    text = (ROOT / "sample_data" / "en" / file).read_text(encoding="utf-8")
    assert faults(tomllib.loads(text), schema(name), schema(name)) == []


def test_the_schema_accepts_the_empty_workspace_with_all_its_comments() -> None:
    text = re.sub(r"^# (?=\[|\w+ = )", "", SETTINGS, flags=re.MULTILINE)
    assert faults(tomllib.loads(text), schema(SETTINGS_SCHEMA), schema(SETTINGS_SCHEMA)) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[company]\nnmae = 'x'\ncurrency = 'USD'", ".company: unknown nmae"),
        ("[company]\nname = 'x'\ncurrency = 'usd'", ".company.currency: pattern"),
        ("[company]\nname = 3\ncurrency = 'USD'", ".company.name: not string"),
        ("[calendar]\nweek_start = 'mon'", ".calendar.week_start: mon is no choice"),
        ("entities = []", ".entities: empty"),
        ("", ": missing company"),
    ],
)
def test_the_schema_tells_mistakes(text: str, fault: str) -> None:
    assert fault in faults(tomllib.loads(text), schema(SETTINGS_SCHEMA), schema(SETTINGS_SCHEMA))


def test_the_schema_explains_every_key() -> None:
    for name in schema_files():
        read = schema(name)
        for part in (read, *read["definitions"].values()):
            assert all(rules["description"] for rules in part["properties"].values())
