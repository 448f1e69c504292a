"""What a node answers besides the table of reads, a line each, for the description of the API."""

import msgspec

from esoviet.node.answers import Logged
from esoviet.node.feed import Event
from esoviet.web.api.law import LawData
from esoviet.web.api.operation import (
    ACT,
    ACTS,
    ATOM,
    BYTES,
    CALENDAR,
    FORM,
    JSON,
    STREAM,
    TEXT,
    Body,
    Operation,
)
from esoviet.web.api.own_operations import OWN_OPERATIONS
from esoviet.web.api.shapes import Preview
from esoviet.web.endpoints.about import About, Asked
from esoviet.web.endpoints.media import Brought
from esoviet.web.endpoints.pairings import Note
from esoviet.web.endpoints.proofs import KeyState, Proof
from esoviet.web.endpoints.uploads import Room
from esoviet.web.http.errors import ProblemDetails

_ONE_ACT = Body(ACT, "One signed act, a compact JWS.")
_FORM = Body(FORM, "The field `act`, then one file for each blob, named by its SHA-256.")
_LOGGED = Body(JSON, "The act stands in the log.", Logged)
_DATES = Body(CALENDAR, "An event for each deadline (RFC 5545).")
_BLOB = Body(BYTES, "32 bytes of salt, then the content.")

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "get", "/node", "What this node says about itself", 200,
        Body(JSON, "Its key, who may found an assembly, its limits.", About),
    ),
    Operation(
        "get", "/node/request", "What this node sees of the request", 200,
        Body(JSON, "What a web server in front has handed on.", Asked),
    ),
    Operation(
        "get", "/law.json", "The tables of the law", 200,
        Body(JSON, "Who may do which type of act, and the parameters' defaults.", LawData),
    ),
    Operation(
        "post", "/a", "Found an assembly", 201, _LOGGED, (_ONE_ACT, _FORM),
        (400, 401, 409, 413, 415, 422, 429, 503),
    ),
    Operation(
        "put", "/blobs/{sha256}", "Bring a blob for a founding act", 201, None, (_BLOB,),
        (400, 401, 404, 413, 429, 503),
    ),
    Operation(
        "post", "/a/{assembly}/acts", "Hand in one act or many", 201, _LOGGED,
        (_ONE_ACT, _FORM, Body(ACTS, "One signed act a line. The answer has status 200.")),
        (400, 403, 404, 409, 413, 415, 422, 429, 503),
    ),
    Operation(
        "put", "/a/{assembly}/blobs/{sha256}", "Bring a blob before its act", 201, None, (_BLOB,),
        (400, 404, 410, 413, 429, 503),
    ),
    Operation(
        "get", "/a/{assembly}/blobs/{sha256}", "A blob, salt included", 200, _BLOB, (),
        (403, 404, 429, 503), members=True,
    ),
    Operation(
        "get", "/a/{assembly}/blobs/{sha256}/content", "The content of a blob", 200,
        Body(BYTES, "What follows the salt, under its own media type."), (),
        (403, 404, 429, 503), members=True,
    ),
    Operation(
        "get", "/a/{assembly}/blobs/{sha256}/{copy}", "What was made of a file to show it", 200,
        Body(BYTES, "A picture of that width, the first page or picture, or the words."), (),
        (403, 404, 429, 503), members=True,
    ),
    Operation(
        "post", "/a/{assembly}/media", "Have a file made ready for an act", 201,
        Body(JSON, "The blob that an act can refer to, and what is known of it.", Brought),
        (Body(BYTES, "The file, or as JSON {\"upload\": name} of one that has come in pieces."),),
        (400, 403, 404, 409, 413, 429, 503, 507), members=True,
    ),
    Operation(
        "get", "/a/{assembly}/media", "How much one can bring now", 200,
        Body(JSON, "Bytes, for a session of a member.", Room), (), (403, 404, 503), members=True,
    ),
    Operation(
        "post", "/a/{assembly}/uploads", "Begin to bring a file in pieces (tus 1.0)", 201, None,
        (), (400, 403, 404, 413, 429, 503, 507), members=True,
    ),
    Operation(
        "patch", "/a/{assembly}/uploads/{upload}",
        "Bring the next piece; HEAD says how much has come", 204, None,
        (Body(BYTES, "The bytes from the header Upload-Offset on, at most 16 MiB."),),
        (400, 403, 404, 409, 413, 415, 429, 503), members=True,
    ),
    Operation(
        "delete", "/a/{assembly}/uploads/{upload}", "Drop what has come of a file", 204, None, (),
        (403, 404, 503), members=True,
    ),
    Operation(
        "get", "/a/{assembly}/log/checkpoint", "The signed size and root of the log", 200,
        Body(TEXT, "A C2SP checkpoint."), (), (403, 404, 429, 503), members=True,
    ),
    Operation(
        "get", "/a/{assembly}/log/tile/{path}", "A tile of hashes or a bundle of entries", 200,
        Body(BYTES, "As C2SP tlog-tiles says."), (), (403, 404, 429, 503), members=True,
    ),
    Operation(
        "get", "/a/{assembly}/votes/{number}/roll.csv",
        "The roll of a vote that is over, a row a member", 200,
        Body("text/csv", "Number, name, ballot, entry, whether it counts."), (), (404, 409, 503),
    ),
    Operation(
        "get", "/a/{assembly}/votes/{number}/roll.preflib",
        "The ballots of a vote that is over, in PrefLib's format, without names", 200,
        Body(TEXT, "Orders of options, where the ballots are orders."), (), (404, 409, 503),
    ),
    Operation(
        "get", "/a/{assembly}/rotation.csv",
        "Who has led what, from when to when, a row a term, without names", 200,
        Body("text/csv", "Member, mandate, beginning and end, how it ended, reports."), (),
        (403, 404, 429, 503), members=True,
    ),
    Operation(
        "get", "/a/{assembly}/mandates/{number}/expenses.csv",
        "What was spent on a mandate, a row an expense", 200,
        Body("text/csv", "Expense, member, time, amount, currency, text, receipts, struck."), (),
        (403, 404, 429, 503), members=True,
    ),
    *(
        Operation(
            "get", f"/a/{{assembly}}/feeds/{name}.atom", says, 200,
            Body(ATOM, "The last 30, the newest first (RFC 4287)."), (), (403, 404, 429, 503),
            members=True,
        )
        for name, says in (
            ("decisions", "What was decided, as a feed"),
            ("problems", "What was raised, as a feed"),
            ("topics", "Which topics were opened, as a feed"),
            ("log", "The entries of the log, as a feed"),
        )
    ),
    Operation(
        "get", "/a/{assembly}/calendar.ics", "What ends when, as a calendar", 200, _DATES, (),
        (403, 404, 429, 503), members=True,
    ),
    *(
        Operation(
            "get", f"/a/{{assembly}}/{matter}/{{number}}.ics", says, 200, _DATES, (),
            (403, 404, 429, 503), members=True,
        )
        for matter, says in (
            ("problems", "What ends when in a problem, as a calendar"),
            ("questions", "When a question ends, as a calendar"),
            ("votes", "When a vote ends, as a calendar"),
            ("repairs", "When a change by signature ends, as a calendar"),
            ("mandates", "When the next report on a mandate is due, as a calendar"),
        )
    ),
    Operation(
        "get", "/a/{assembly}/log/founding", "The founding entry, as it stands in the log", 200,
        Body(JSON, "The bytes of entry 0, which are JSON."), (), (403, 404, 429, 503), members=True,
    ),
    Operation(
        "get", "/a/{assembly}/log/consistency", "The proof that one size grew into another", 200,
        Body(JSON, "The consistency proof of RFC 6962 section 2.1.2.", Proof), (),
        (400, 403, 404, 429, 503),
        asks=("old", "size"), members=True,
    ),
    Operation(
        "get", "/a/{assembly}/receipts/{act}", "The receipt of an act by its id", 200,
        Body(TEXT, "A C2SP tlog-proof."), (), (403, 404, 429, 503), members=True,
    ),
    Operation(
        "get", "/a/{assembly}/changes", "A stream of what changes", 200,
        Body(STREAM, "Server-sent events; each one's data is an Event.", Event), (),
        (403, 404, 429, 503), members=True,
    ),
    Operation(
        "get", "/a/{assembly}/keys/{kid}.json", "Whose key it is, and the number of its last act",
        200, Body(JSON, "A key that stands.", KeyState), (), (403, 404, 429, 503), members=True,
    ),
    Operation(
        "put", "/a/{assembly}/pairings/{name}/{part}", "Leave a note for one's other device", 204,
        None, (Body(JSON, "What is said, and a seal.", Note),),
        (400, 404, 409, 413, 429, 503),
    ),
    Operation(
        "get", "/a/{assembly}/pairings/{name}/{part}", "Read what one's other device left", 200,
        Body(JSON, "What is said, and a seal.", Note), (), (404, 429, 503),
    ),
    Operation(
        "post", "/a/{assembly}/exhibits/{number}/person",
        "Tell the members that one is in a picture", 200,
        Body("text/html", "A page that says what happens now."),
        (Body("application/x-www-form-urlencoded", "The field `text`: 2,000 characters."),),
        (400, 403, 404, 413, 429, 503),
    ),
    Operation(
        "post", "/a/{assembly}/preview", "A text as pages will show it, before it is signed", 200,
        Body(JSON, "The text as HTML.", Preview), (Body(TEXT, "A text, in UTF-8."),),
        (400, 403, 404, 413, 429, 503),
    ),
    *OWN_OPERATIONS,
)  # fmt: skip

SHAPES: tuple[type[msgspec.Struct], ...] = (
    ProblemDetails,
    *(op.answer.shape for op in OPERATIONS if op.answer is not None and op.answer.shape),
)
