"""What a member does for themselves alone at a node: none of it is in the log."""

from esoviet.store.skills import Skills
from esoviet.store.wishes import Wishes
from esoviet.web.api.operation import ACT, ATOM, CALENDAR, JSON, Body, Operation
from esoviet.web.endpoints.away import Absence
from esoviet.web.endpoints.devices import Devices, Named, Sessions
from esoviet.web.endpoints.messages import Entered
from esoviet.web.endpoints.plans import PartAdded, PartNumber, PlanLine, SaidCame, Signup, Written
from esoviet.web.endpoints.pushes import Told, Untold
from esoviet.web.endpoints.rooms import Added, NewRoom, Rooms
from esoviet.web.endpoints.secrets import Made, Secrets
from esoviet.web.endpoints.sessions import Challenge, Opened

_DATES = Body(CALENDAR, "An event for each deadline (RFC 5545).")

OWN_OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "get", "/a/{assembly}/session", "A challenge to sign in with", 200,
        Body(JSON, "A nonce to sign.", Challenge), (), (404, 503),
    ),
    Operation(
        "post", "/a/{assembly}/session", "Sign in, for reading", 201,
        Body(JSON, "A token.", Opened),
        (Body(ACT, "The challenge, signed: a compact JWS with typ `session`."),),
        (400, 403, 404, 413, 415, 429, 503),
    ),
    Operation("delete", "/a/{assembly}/session", "Sign out", 204, None, (), (404, 503)),
    Operation(
        "get", "/a/{assembly}/sessions", "Where one's own keys are signed in", 200,
        Body(JSON, "One's open sessions.", Sessions), (), (403, 404, 503), members=True,
    ),
    Operation(
        "delete", "/a/{assembly}/sessions", "End all of one's other sessions", 204, None, (),
        (403, 404, 503), members=True,
    ),
    Operation(
        "delete", "/a/{assembly}/sessions/{session}", "End one of one's sessions", 204, None, (),
        (403, 404, 503), members=True,
    ),
    Operation(
        "get", "/a/{assembly}/secrets", "One's own secret addresses, for calendars and feeds", 200,
        Body(JSON, "One's addresses, without what opens them.", Secrets), (), (403, 404, 503),
        members=True,
    ),
    Operation(
        "post", "/a/{assembly}/secrets", "Make a secret address of one's own", 201,
        Body(JSON, "Its paths; they are said this once.", Made), (), (403, 404, 409, 503),
        members=True,
    ),
    Operation(
        "delete", "/a/{assembly}/secrets/{secret}", "Take a secret address back", 204, None, (),
        (403, 404, 503), members=True,
    ),
    Operation(
        "get", "/a/{assembly}/secret/{token}.ics", "What ends when for one member, as a calendar",
        200, _DATES, (), (404, 503),
    ),
    Operation(
        "get", "/a/{assembly}/secret/{token}.atom", "What was decided and raised, as a feed", 200,
        Body(ATOM, "The last 30, the newest first (RFC 4287)."), (), (404, 503),
    ),
    Operation(
        "get", "/a/{assembly}/devices", "One's own keys, and what one calls their devices", 200,
        Body(JSON, "One's keys.", Devices), (), (403, 404, 503), members=True,
    ),
    Operation(
        "put", "/a/{assembly}/devices/{kid}", "Call a device of one's own by a name", 204, None,
        (Body(JSON, "The name; the empty one forgets it.", Named),),
        (400, 403, 404, 413, 503), members=True,
    ),
    Operation(
        "put", "/a/{assembly}/messages", "Say what one wants to be told, and how often", 204, None,
        (Body(JSON, "What of each kind, and when not.", Wishes),),
        (400, 403, 404, 413, 503), members=True,
    ),
    Operation(
        "put", "/a/{assembly}/push", "Have a browser of one's own told by push", 204, None,
        (Body(JSON, "What the browser's subscription says.", Told),),
        (400, 403, 404, 409, 413, 429, 503), members=True,
    ),
    Operation(
        "delete", "/a/{assembly}/push", "Have a browser told nothing any more", 204, None,
        (Body(JSON, "Which one.", Untold),), (400, 403, 404, 413, 503), members=True,
    ),
    Operation(
        "post", "/a/{assembly}/push/try", "Have one's browsers told something now", 204, None, (),
        (403, 404, 429, 503), members=True,
    ),
    Operation(
        "delete", "/a/{assembly}/drafts/{draft}", "Throw a draft that came by mail away", 204, None,
        (), (403, 404, 503), members=True,
    ),
    Operation(
        "put", "/a/{assembly}/messages/address", "Enter a mail address, which is asked first", 204,
        None, (Body(JSON, "The address.", Entered),),
        (400, 403, 404, 409, 413, 429, 503), members=True,
    ),
    Operation(
        "delete", "/a/{assembly}/messages/address", "Have one's mail address forgotten", 204, None,
        (), (403, 404, 503), members=True,
    ),
    Operation(
        "put", "/a/{assembly}/follows/{matter}/{number}",
        "Be told what happens in a problem or a question (`problems`, `questions`)", 204, None, (),
        (403, 404, 409, 503), members=True,
    ),
    Operation(
        "delete", "/a/{assembly}/follows/{matter}/{number}", "Be told no more of it", 204, None, (),
        (403, 404, 503), members=True,
    ),
    Operation(
        "put", "/a/{assembly}/mutes/{number}", "Mute a member, for oneself alone", 204, None, (),
        (403, 404, 409, 503), members=True,
    ),
    Operation(
        "delete", "/a/{assembly}/mutes/{number}", "Hear them again", 204, None, (),
        (403, 404, 503), members=True,
    ),
    Operation(
        "get", "/a/{assembly}/rooms", "The other rooms that one has told what happens", 200,
        Body(JSON, "One's rooms, without their secrets.", Rooms), (), (403, 404, 503), members=True,
    ),
    Operation(
        "post", "/a/{assembly}/rooms", "Have another room told what happens", 201,
        Body(JSON, "Its number.", NewRoom), (Body(JSON, "Which room, and what of it.", Added),),
        (400, 403, 404, 409, 413, 429, 503), members=True,
    ),
    Operation(
        "post", "/a/{assembly}/rooms/{room}/try", "Have a room told something now", 204, None, (),
        (403, 404, 409, 429, 503), members=True,
    ),
    Operation(
        "delete", "/a/{assembly}/rooms/{room}", "Have a room told nothing any more", 204, None, (),
        (403, 404, 503), members=True,
    ),
    Operation(
        "get", "/a/{assembly}/plans/{number}", "Where an action meets and who does what", 200,
        Body(JSON, "What one may read of it.", PlanLine), (), (403, 404, 503), members=True,
    ),
    Operation(
        "put", "/a/{assembly}/plans/{number}", "Say where one's action meets", 204, None,
        (Body(JSON, "Where, and what else.", Written),), (400, 403, 404, 409, 413, 429, 503),
        members=True,
    ),
    Operation(
        "post", "/a/{assembly}/plans/{number}/parts", "Add a role, a shift or a thing", 201,
        Body(JSON, "Its number.", PartNumber), (Body(JSON, "What, for how many.", PartAdded),),
        (400, 403, 404, 409, 413, 429, 503), members=True,
    ),
    Operation(
        "delete", "/a/{assembly}/plans/{number}/parts/{item}", "Take one away", 204, None, (),
        (403, 404, 409, 429, 503), members=True,
    ),
    Operation(
        "put", "/a/{assembly}/plans/{number}/parts/{item}/me", "Sign up for it", 204, None,
        (Body(JSON, "Under which handle.", Signup),), (400, 403, 404, 409, 413, 429, 503),
        members=True,
    ),
    Operation(
        "delete", "/a/{assembly}/plans/{number}/parts/{item}/me", "Come no more", 204, None, (),
        (403, 404, 503), members=True,
    ),
    Operation(
        "put", "/a/{assembly}/plans/{number}/came", "Say how many came", 204, None,
        (Body(JSON, "How many.", SaidCame),), (400, 403, 404, 413, 503), members=True,
    ),
    Operation(
        "put", "/a/{assembly}/skills", "Say what one can do, would like to learn, is free", 204,
        None, (Body(JSON, "All of it, in place of what one said before.", Skills),),
        (400, 403, 404, 413, 429, 503), members=True,
    ),
    Operation(
        "delete", "/a/{assembly}/skills", "Take all of that back", 204, None, (), (403, 404, 503),
        members=True,
    ),
    Operation(
        "put", "/a/{assembly}/away", "Say until when one is away", 204, None,
        (Body(JSON, "Until when.", Absence),), (400, 403, 404, 413, 429, 503), members=True,
    ),
    Operation(
        "delete", "/a/{assembly}/away", "Take that back", 204, None, (), (403, 404, 503),
        members=True,
    ),
    Operation(
        "put", "/a/{assembly}/teaching/{number}/{member}",
        "Offer to show somebody a mandate that one leads, or ask to be shown one", 204, None, (),
        (403, 404, 409, 429, 503), members=True,
    ),
    Operation(
        "delete", "/a/{assembly}/teaching/{number}/{member}", "End that", 204, None, (),
        (403, 404, 503), members=True,
    ),
)  # fmt: skip
