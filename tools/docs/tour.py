"""The commands of docs/api.md, run against a node that serves the small log."""

import shlex
import tempfile
from pathlib import Path

import httpx
import msgspec

from esoviet.law.votes import CastBallot
from tests.person import Person
from tests.web.served import Served, serve
from tests.world import World, replay
from tools.docs.blocks import code
from tools.docs.example_log import ADA, HOST, START, Small, blob, small_log

COMMANDS = {
    "api-node": "curl http://localhost:8000/node",
    "api-questions": "curl $A/questions.json?state=decided",
    "api-vote": "curl $A/votes/1.json",
    "api-roll": "curl $A/votes/1/roll.json",
    "api-entry": "curl $A/log/entries/2.json",
    "api-checkpoint": "curl $A/log/checkpoint",
    "api-receipt": "curl $A/receipts/{id}",
    "api-again": "curl -I -H 'If-None-Match: {etag}' $A/votes/1.json",
    "api-act": "curl -H 'Content-Type: application/jose' --data-binary @ballot.jws $A/acts",
    "api-refused": "curl -H 'Content-Type: application/jose' --data-binary @late.jws $A/acts",
}
WORDS = ("Harbour workers", "Safe work on the quay.", "Ada", "Shall we meet on Fridays?")


def tour() -> dict[str, str]:
    """Every command with what the node answers."""
    log = small_log()
    world = _world(log)
    late = world.seal(ADA, CastBallot, vote=1, choice="no")
    with tempfile.TemporaryDirectory() as folder, serve(world, Path(folder)) as served:
        etag = served.get("votes/1.json").headers["etag"]
        known = {"id": served.get("log/entries/2.json").json()["entry"]["id"], "etag": etag}
        files = {"@ballot.jws": log.acts[2], "@late.jws": late}
        return {
            name: code(f"$ {line}\n{_answer(served, line, files)}")
            for name, command in COMMANDS.items()
            for line in [command.format(**known)]
        }


def _world(log: Small) -> World:
    world = replay(log.entries, until=START + 3 * 86_400_000)
    world.host = Person(world, "host", HOST)
    world.blobs = {ref.sha256: salted for ref, salted in map(blob, WORDS)}
    return world


def _answer(served: Served, line: str, files: dict[str, bytes]) -> str:
    """What curl would print."""
    _, *words = shlex.split(line)
    headers, content, method = {}, None, "GET"
    while words[0].startswith("-"):
        option = words.pop(0)
        if option == "-I":
            method = "HEAD"
        elif option == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif option == "--data-binary":
            method, content = "POST", files[words.pop(0)]
    path = words[0].replace("$A", served.here).removeprefix("http://localhost:8000")
    return _printed(served.ask(method, path, headers=headers, content=content), method)


def _printed(answer: httpx.Response, method: str) -> str:
    if method == "HEAD":
        status = f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}"
        return f"{status}\netag: {answer.headers['etag']}"
    if "json" in answer.headers["content-type"]:
        return msgspec.json.format(answer.content, indent=1).decode()
    return answer.text.rstrip()
