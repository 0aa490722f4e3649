"""JSON Schemas of the two settings files: editors complete, explain and check with them."""

import json
from collections.abc import Iterator

from pydantic import BaseModel

from flashreport.workspace.key_names import inner_model
from flashreport.workspace.kpis import KpiRegister
from flashreport.workspace.settings import WorkspaceSettings
from flashreport.workspace.wording import SENTENCES

SETTINGS_SCHEMA = "flashreport.schema.json"
KPIS_SCHEMA = "kpis.schema.json"
_DIALECT = "http://json-schema.org/draft-07/schema#"


def settings_models(root: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """``root`` and every model below it, each once, in the order of the settings."""
    seen: list[type[BaseModel]] = []

    def visit(model: type[BaseModel]) -> None:
        if model in seen:
            return
        seen.append(model)
        for field in model.model_fields.values():
            inner = inner_model(field.annotation)
            if inner:
                visit(inner)

    visit(root)
    yield from seen


def schema_files() -> dict[str, bytes]:
    """File name to content of both schemas; the same bytes each time."""
    return {SETTINGS_SCHEMA: _text(WorkspaceSettings), KPIS_SCHEMA: _text(KpiRegister)}


def schema_of(root: type[BaseModel]) -> dict[str, object]:
    """The JSON Schema (draft 7, which TOML editors read) with a sentence for each key."""
    schema = root.model_json_schema(ref_template="#/definitions/{model}")
    models = schema.pop("$defs", {})
    for model in settings_models(root):
        part = schema if model is root else models[model.__name__]
        for key, rules in part["properties"].items():
            rules["description"] = SENTENCES.get(f"{model.__name__}.{key}", "")
            rules.pop("title", None)
    return {"$schema": _DIALECT, **schema, "definitions": models}


def _text(root: type[BaseModel]) -> bytes:
    return (json.dumps(schema_of(root), indent=2, ensure_ascii=False) + "\n").encode()
