"""The OpenAPI 3.1 document."""

from typing import Any

from pydantic import BaseModel

from council.base.site import Site
from ratsfenster.api.answers import PREFIX
from ratsfenster.api.operations import OPERATIONS, Operation
from ratsfenster.api.shapes import LARGEST_ID, Problem

VERSION = "1"


def document(site: Site) -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    schemas: dict[str, Any] = {}
    paths = {operation.path: {"get": _described(operation, schemas)} for operation in OPERATIONS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Ratsfenster {site.settings.town}",
            "version": VERSION,
            "description": "Council meetings, their recordings and transcripts, searchable to the second.",
        },
        "servers": [{"url": PREFIX}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _described(operation: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    responses = {
        "200": {"description": "Found", "content": _content(operation.result, schemas)},
        "400": {"description": "A parameter is wrong; the error says which", "content": _content(Problem, schemas)},
    }
    if "{id}" in operation.path:
        responses["404"] = {"description": "Does not exist or is not public", "content": _content(Problem, schemas)}
    if operation.name == "search":
        responses["503"] = {
            "description": "The search cannot answer right now; the error says why",
            "content": _content(Problem, schemas),
        }
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [*_path_parameters(operation), *_query_parameters(operation)],
        "responses": responses,
    }


def _path_parameters(operation: Operation) -> list[dict[str, Any]]:
    if "{id}" not in operation.path:
        return []
    schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
    return [{"name": "id", "in": "path", "required": True, "schema": schema}]


def _query_parameters(operation: Operation) -> list[dict[str, Any]]:
    properties = operation.parameters.model_json_schema().get("properties", {})
    described = []
    for name, schema in properties.items():
        text = schema.pop("description", "")
        schema.pop("title", None)
        present = next((option for option in schema.get("anyOf", []) if option.get("type") != "null"), None)
        described.append(
            {"name": name, "in": "query", "required": False, "description": text, "schema": present or schema}
        )
    return described


def _content(model: type[BaseModel], schemas: dict[str, Any]) -> dict[str, Any]:
    schema = model.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    schemas.update(schema.pop("$defs", {}))
    schemas[model.__name__] = schema
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}
