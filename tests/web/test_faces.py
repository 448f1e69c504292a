"""The two faces: what is shipped is what the script says, light, and not for who saves data."""

import hashlib
import re

from esoviet.web.http import assets
from tests.web.served import Served
from tools import faces


def test_what_is_shipped_is_what_the_script_says() -> None:
    held = {path.name: path.read_bytes() for path in faces.FACES.iterdir()}
    assert {name: hashlib.sha256(content).hexdigest() for name, content in held.items()} == {
        face.name: face.sha256 for face in faces.ALL
    }
    assert sum(map(len, held.values())) <= 45_000
    assert all(content.startswith(b"wOF2") for content in held.values())


def test_a_face_is_sent_as_it_is(served: Served) -> None:
    style = assets.ASSETS[assets.STYLE].plain.decode()
    named = re.findall(r"url\(([^)]+)\)", style)
    assert sorted(named) == sorted(f"faces/{face.name}" for face in faces.ALL)
    for name in named:
        answer = served.get(assets.address(name), headers={"accept-encoding": "br, gzip"})
        assert answer.headers["content-type"] == "font/woff2"
        assert "content-encoding" not in answer.headers
        assert answer.content == (faces.FACES.parent / name).read_bytes()


def test_who_saves_data_gets_none(served: Served) -> None:
    """A page that is kept for the one is not given to the other."""
    for path in ("/", served.here):
        asked = {"accept": "text/html", "host": "faces.example"}
        plain = served.get(path, headers=asked)
        saving = served.get(path, headers=asked | {"save-data": "on"})
        again = served.get(path, headers=asked)
        assert "data-faces" in plain.text
        assert "data-faces" in again.text
        assert "data-faces" not in saving.text
        assert "Save-Data" in plain.headers["vary"]
    known = asked | {"if-none-match": plain.headers["etag"]}
    assert served.get(served.here, headers=known).status_code == 304
    assert served.get(served.here, headers=known | {"save-data": "on"}).status_code == 200
