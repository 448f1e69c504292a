"""`/law.json`: what of the law is a table, for programs: who may do what, and the parameters.

The browser's recount reads it here instead of keeping lists of its own. Everything in it is taken
from the law's own tables.
"""

from functools import cache
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from esoviet.law import catalog
from esoviet.law.constitution import DEFAULTS
from esoviet.law.limits import EDITION_1

_HEADERS = {"Cache-Control": "no-cache"}


class MayDo(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who may do a type of act: `by` whom it is signed.

    `recovery` says that a recovery key may, `applicant` that an applicant may who is no member yet,
    `former` that anybody may who has ever applied.
    """

    by: Literal["member", "stranger", "host", "member or host"]
    recovery: bool = False
    applicant: bool = False
    former: bool = False


class LawData(msgspec.Struct, frozen=True):
    """The tables of the law: every type of act but the founding one, every parameter's default.

    Two honest clocks differ by at most `slack_ms`; a vote is prolonged at most
    `prolongations` times, and its last part is `part_ms` at least.
    """

    acts: dict[str, MayDo]
    defaults: dict[str, str]
    slack_ms: int
    prolongations: int
    part_ms: int


async def law(_request: Request) -> Response:
    """GET /law.json."""
    return Response(law_json(), headers=_HEADERS, media_type="application/json")


@cache
def law_json() -> bytes:
    """The tables as JSON."""
    acts = {
        str(one.act.__struct_config__.tag): MayDo(one.by, one.recovery, one.applicant, one.former)
        for one in catalog.ACTS
    }
    return msgspec.json.encode(
        LawData(
            acts,
            dict(DEFAULTS),
            EDITION_1.slack_ms,
            EDITION_1.prolongations,
            EDITION_1.shortest_part_ms,
        )
    )
