"""The OpenAPI 3.1 description of a node, made from the tables and the structs themselves."""

import inspect
from functools import lru_cache

import msgspec

from esoviet import __version__
from esoviet.law.act import Act, Signed
from esoviet.law.editions import EDITIONS
from esoviet.law.founding import FoundAssembly
from esoviet.web.api.operation import ACTS, JSON, LINES, STREAM, Body, Operation
from esoviet.web.api.operations import OPERATIONS, SHAPES
from esoviet.web.api.read import AnyRead
from esoviet.web.api.reads import READS
from esoviet.web.api.shapes import Query
from esoviet.web.http.errors import MEDIA_TYPE, name_of
from esoviet.wire.json import Json

REF = "#/components/schemas/{name}"
_TILE = r"^(entries|[0-9]{1,2})/(x[0-9]{3}/)*[0-9]{3}(\.p/[0-9]{1,3})?$"
_PLACES: dict[str, tuple[str, Json]] = {
    "assembly": ("The assembly's id.", {"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    "sha256": ("The blob's name.", {"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    "act": ("The act's id.", {"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    "kid": ("The name of a key.", {"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"}),
    "name": ("Made of the code of a pairing.", {"type": "string", "pattern": "^[0-9a-f]{64}$"}),
    "part": ("Which note.", {"type": "string", "enum": ["offer", "answer", "opening"]}),
    "session": ("The id of a session.", {"type": "string", "pattern": "^[0-9a-f]{16}$"}),
    "secret": ("The id of a secret address.", {"type": "string", "pattern": "^[0-9a-f]{16}$"}),
    "matter": ("Which kind of matter.", {"type": "string", "enum": ["problems", "questions"]}),
    "draft": ("The id of a draft by mail.", {"type": "string", "pattern": "^[0-9a-f]{32}$"}),
    "room": ("The number of a room of one's own.", {"type": "integer", "minimum": 1}),
    "member": ("The number of who would learn it.", {"type": "integer", "minimum": 1}),
    "item": ("The number of a part of an action.", {"type": "integer", "minimum": 1}),
    "upload": ("The name of a file on its way.", {"type": "string", "pattern": "^[0-9a-f]{32}$"}),
    "copy": (
        "What was made of it.",
        {"type": "string", "enum": ["w240", "w480", "w960", "w1600", "poster", "text"]},
    ),
    "token": ("What opens it.", {"type": "string", "pattern": "^[A-Za-z0-9_-]{32}$"}),
    "number": ("Its number.", {"type": "integer", "minimum": 0}),
    "path": (
        "`<L>/<N>[.p/<W>]` or `entries/<N>[.p/<W>]`, slashes included.",
        {"type": "string", "pattern": _TILE},
    ),
}  # fmt: skip


@lru_cache(maxsize=1)
def openapi() -> bytes:
    """The document as JSON."""
    return msgspec.json.format(msgspec.json.encode(_document()), indent=1)


def summaries() -> list[str]:
    """What each address does, in a line, as people read it too."""
    return [one.summary for one in OPERATIONS] + [_summary(one) for one in READS]


def _document() -> Json:
    paths: dict[str, dict[str, Json]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    for read in READS:
        paths.setdefault(f"/a/{{assembly}}{read.path}", {})["get"] = _read(read)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "E-Soviet",
            "version": __version__,
            "description": "What can be read from a node, and how acts are handed in. "
            "docs/protocol.md says how acts are made and signed, and how to check everything.",
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token of POST /a/{assembly}/session. Needed to read "
                    "where the constitution's `readership` is members; for POST /a a founding "
                    "token, where the node asks for one.",
                }
            },
        },
    }


def _operation(operation: Operation) -> Json:
    described: dict[str, Json] = {
        "summary": operation.summary,
        "operationId": _name(operation.method, operation.path),
        "responses": {
            str(operation.status): _response(operation.answer),
            **_also(operation),
            **_refused(operation.refusals),
        },
    }
    if places := [*_in_path(operation.path), *map(_number, operation.asks)]:
        described["parameters"] = places
    if operation.takes:
        content: Json = {body.media_type: _taken(body) for body in operation.takes}
        described["requestBody"] = {"required": True, "content": content}
    if operation.members or operation.path == "/a":
        described["security"] = [{"token": []}, {}]
    return described


def _read(read: AnyRead) -> Json:
    path = f"/a/{{assembly}}{read.path}"
    described: dict[str, Json] = {
        "summary": _summary(read),
        "operationId": _name("get", path),
        "parameters": [*_in_path(path), *_in_query(read.query)],
        "responses": {
            "200": {
                "description": "The answer. Its ETag changes with the log.",
                "content": {"application/json": {"schema": _schema(read.answer)}},
            },
            "304": {"description": "The log has not grown since the answer that you have."},
            **_refused((400, 403, 404, 429, 503)),
        },
        "security": [{"token": []}, {}],
    }
    return described


def _summary(read: AnyRead) -> str:
    return inspect.getdoc(read.build) or ""


def _name(method: str, path: str) -> str:
    words = path.replace(".json", "").replace("{", "").replace("}", "").strip("/").split("/")
    return "-".join([method, *words])


def _in_path(path: str) -> list[Json]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": says,
            "schema": schema,
        }
        for name, (says, schema) in _PLACES.items()
        if f"{{{name}}}" in path
    ]


def _number(name: str) -> Json:
    schema: Json = {"type": "integer", "minimum": 0}
    return {"name": name, "in": "query", "required": True, "schema": schema}


def _in_query(query: type[Query]) -> list[Json]:
    described: list[Json] = []
    components = msgspec.json.schema(query)["$defs"][query.__name__]["properties"]
    for name, schema in components.items():
        if name == "number":
            continue
        described.append({"name": name, "in": "query", "schema": _spelt(schema)})
    return described


def _spelt(schema: dict[str, Json]) -> Json:
    """A value as it stands in an address: yes is 1, and what is left out is not spelt."""
    if schema.get("type") == "boolean":
        return {"type": "integer", "enum": [0, 1], "default": 0}
    choices = schema.get("anyOf")
    if isinstance(choices, list):
        return next(one for one in choices if one != {"type": "null"})
    return schema


def _response(body: Body | None) -> Json:
    if body is None:
        return {"description": "Done."}
    return {"description": body.says, "content": {body.media_type: _taken(body)}}


def _also(operation: Operation) -> dict[str, Json]:
    """What an operation answers with another status of success."""
    if any(body.media_type == ACTS for body in operation.takes):
        says = "For many acts: a line for each, in their order, a Logged or a ProblemDetails."
        return {"200": {"description": says, "content": {LINES: {"schema": {"type": "string"}}}}}
    if operation.path == "/a/{assembly}/blobs/{sha256}" and operation.method == "put":
        return {"204": {"description": "This blob is here already."}}
    if operation.path == "/a/{assembly}/pairings/{name}/{part}" and operation.method == "get":
        return {"204": {"description": "Nothing has been left here yet."}}
    return {}


def _taken(body: Body) -> Json:
    if body.shape is None and body.media_type == JSON:
        return {"schema": {"type": "object"}}
    if body.shape is not None and body.media_type != STREAM:
        return {"schema": _schema(body.shape)}
    if body.media_type.startswith("multipart/"):
        fields: Json = {"act": {"type": "string", "description": "The signed act."}}
        return {"schema": {"type": "object", "required": ["act"], "properties": fields}}
    if body.media_type.startswith("application/octet"):
        return {"schema": {}}
    return {"schema": {"type": "string", "description": body.says}}


def _refused(statuses: tuple[int, ...]) -> dict[str, Json]:
    schema: Json = {"$ref": REF.format(name="ProblemDetails")}
    return {
        str(status): {
            "description": name_of(status),
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status in statuses
    }


def _schema(shape: object) -> Json:
    (schema,), _ = msgspec.json.schema_components([shape], ref_template=REF)
    typed: Json = schema
    return typed


def _schemas() -> Json:
    """All shapes. An entry's act is any act of the catalog."""
    acts: list[type[Signed]] = [FoundAssembly, *EDITIONS["1"].acts]
    shapes = [*(read.answer for read in READS), *SHAPES, *acts]
    _, components = msgspec.json.schema_components(shapes, ref_template=REF)
    for act in acts:
        if issubclass(act, Act):  # not there in a key's first act; the empty text is no such id
            components[act.__name__]["properties"]["prev"].pop("default")
    refs: list[Json] = [{"$ref": REF.format(name=act.__name__)} for act in acts]
    mapping: Json = {str(act.__struct_config__.tag): REF.format(name=act.__name__) for act in acts}
    components["Signed"] = {
        "title": "Signed",
        "description": "Any act's payload, by its `type`.",
        "oneOf": refs,
        "discriminator": {"propertyName": "type", "mapping": mapping},
    }
    return components
