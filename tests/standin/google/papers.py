"""The shapes that Google itself has written down: calendar.v3.json inside its client library, as a judge of bodies."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import googleapiclient
import jsonschema

READ_ONLY = frozenset(
    {"kind", "etag", "htmlLink", "iCalUID", "created", "updated", "creator", "organizer", "hangoutLink"}
)
"""What is not for a caller to say of an event that it makes by an id of its own."""


@cache
def schemas() -> dict[str, Any]:
    path = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents" / "calendar.v3.json"
    found: dict[str, Any] = json.loads(path.read_text())["schemas"]
    return {name: _strict(schema) for name, schema in found.items()}


def _strict(schema: Any) -> Any:
    """Discovery's own words in JSON Schema's; what is not in the document is wrong."""
    if isinstance(schema, list):
        return [_strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    out = {
        k: _strict(v) for k, v in schema.items() if k in ("type", "items", "enum", "properties", "additionalProperties")
    }
    if "$ref" in schema:
        return {"$ref": f"#/$defs/{schema['$ref']}"}
    if "properties" in schema:
        out["properties"] = {k: _strict(v) for k, v in schema["properties"].items()}
        out.setdefault("additionalProperties", False)
    return out


@cache
def _judge(name: str) -> Any:
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schemas()})


def checked(name: str, body: Any) -> Any:
    """The body, if it has that shape; AssertionError says where it has not."""
    wrong = [f"{'/'.join(map(str, e.path))}: {e.message[:200]}" for e in _judge(name).iter_errors(body)]
    assert not wrong, wrong
    return body


def asked(name: str, content: bytes) -> Any:
    """A body that came in."""
    body = checked(name, json.loads(content))
    said = READ_ONLY & set(body)
    assert not said, f"not for a caller to say: {sorted(said)}"
    return body
