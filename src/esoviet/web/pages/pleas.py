"""Who is in a picture and no member tells the members of the assembly that shows it.

    POST /a/{assembly}/exhibits/{number}/person   text=…, as a form of the exhibit's public page

The words are for members alone, on the exhibit's page and on their floor, until one of them says
for whoever asked that a person in it does not want to be (17.7), and 30 days at most. They are
plain text: no link is made of them. Who sends them pays as a stranger does, and networks share the
room there is (store/pleas.py).
"""

import re
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from esoviet.law.exhibits import Exhibit
from esoviet.node.visible import cleaned
from esoviet.store.pleas import Plea
from esoviet.web.http.context import context_of, node_of
from esoviet.web.http.door import admitted
from esoviet.web.http.errors import HttpError
from esoviet.web.http.limits import body_of
from esoviet.web.http.sending import sent
from esoviet.web.pages.frame import Named
from esoviet.web.pages.front import own_form
from esoviet.web.pages.outside import is_shown
from esoviet.web.pages.render import frame_of, render
from esoviet.web.pages.serve import refused
from esoviet.wire.reason import Reason

ACTS = 6  # what it counts as, of the acts of an address
LONGEST, LINES = 2_000, 40
_FORM_BYTES = 32_768
_NUMBER = re.compile(r"[0-9]{1,9}")


async def tell(request: Request) -> Response:
    """POST /a/{assembly}/exhibits/{number}/person."""
    own_form(request)
    try:
        return await _told(request)
    except HttpError as error:
        return refused(request, error)


async def _told(request: Request) -> Response:
    hosted, _visitor = admitted(request)
    context, ledger = context_of(request), hosted.ledger
    context.strangers.check(request, ACTS)
    context.strangers.charge(request, ACTS)
    view, named = ledger.replica.view(), str(request.path_params["number"])
    number = int(named) if _NUMBER.fullmatch(named) else 0
    exhibit = view.get(Exhibit, number)
    if exhibit is None or not is_shown(view, exhibit):
        raise HttpError(404, "There is no such picture that anybody is shown.")
    text = _text(await body_of(request, _FORM_BYTES))
    reach, now = node_of(request).reach, node_of(request).clock()
    network = context.strangers.network(request, now)
    if not reach.pleas.put(ledger.id, Plea(number, text, now, network)):
        raise HttpError(
            429, "Your network has sent members as many such words as there is room for; come back "
            "tomorrow."
        )  # fmt: skip
    reach.stamps.change_all(ledger.id)
    frame = frame_of(request)._replace(assembly=Named(ledger.id, f"{ledger.id[:8]}…"), door=True)
    html = render("exhibits/told.html", frame, {"number": number})
    return sent(request, html.encode(), {"Cache-Control": "no-store"})


def _text(body: bytes) -> str:
    """The words of a form, as they can be shown; raises `HttpError` 400, 413."""
    try:
        fields = parse_qs(body.decode(), max_num_fields=4, errors="strict")
    except ValueError:
        raise HttpError(400, "This form cannot be read.") from None
    lines = fields.get("text", [""])[0].splitlines()
    text = "\n".join(cleaned(line) for line in lines).strip()
    if not text:
        raise HttpError(400, "Say in a few words who it is about.")
    if len(text) > LONGEST or text.count("\n") >= LINES:
        raise HttpError(413, Reason("At most {most} characters fit here.", most=LONGEST))
    return text
