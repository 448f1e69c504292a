"""What is read aloud to be let back in: nothing in it looks alike, and no two keys share it."""

import re

from esoviet.web.api.recoveries import spoken
from esoviet.wire.encoding import b64u
from tests.web.served import Served
from tests.web.story import Story

READ = re.compile("([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}")


def test_the_code_of_a_key_is_the_first_sixty_bits_of_its_name() -> None:
    assert spoken(b64u(bytes(32))) == "0000-0000-0000"
    assert spoken(b64u(b"\xff" * 32)) == "ZZZZ-ZZZZ-ZZZZ"
    assert spoken(b64u(bytes(7) + b"\x10" + bytes(24))) == "0000-0000-0001"
    assert spoken(b64u(bytes([8]) + bytes(31))) == "1000-0000-0000"


def test_page_and_json_show_the_same_code(served: Served, story: Story) -> None:
    (line,) = served.get("recoveries.json").json()["items"]
    assert line["code"] == spoken(story.asking)
    assert READ.fullmatch(line["code"])
    page = served.get(f"recoveries/{story.asking}", headers={"accept": "text/html"}).text
    assert line["code"] in page
