"""A gallery of 1,000 pictures: what a telephone loads of it before anybody scrolls.

Each picture has its two narrow copies, made as the media room makes it, of noise as grainy as a
photograph. A real browser opens the gallery over a slow line; whatever it fetches is counted, the
page, its style sheets, scripts and the pictures near its first screen.
"""

import random
import tempfile
from pathlib import Path

import msgspec
from PIL import Image, ImageFilter

from bench import server
from bench.figures import Figure
from bench.visit import visit
from esoviet.media.pictures import QUALITY_LEAST, QUALITY_SMALL
from esoviet.store.copies import ABOUT, About, place
from tests.browser.fixtures import browser
from tests.web.served import write
from tests.world import World

PICTURES, SHOWN, MEMBERS = 1_000, 24, 25
SIDES = (480, 360)
BUDGET_KB = 300


def run() -> list[Figure]:
    """Bring so many pictures, and open the gallery."""
    world = World().found(readership="public", daily_acts="500")
    cast = world.crowd(MEMBERS)
    names = [_brought(world, cast[number % MEMBERS].brings, number) for number in range(PICTURES)]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        write(world, data)
        copies = data / "assemblies" / world.id / "derived"
        small = [_copied(copies, name, seed) for seed, name in enumerate(names[-SHOWN:])]
        with browser() as chromium, server.node(data) as (port, _):
            seen = visit(chromium, f"http://localhost:{port}/a/{world.id}/exhibits")
    all_of_them = sum(small) / 1000
    return [
        Figure(
            f"the gallery of {PICTURES:,} pictures, as a telephone first sees it",
            f"{seen.weight / 1000:.0f} KB in {seen.requests} requests",
            f"{all_of_them:.0f} KB for the {SHOWN} pictures of the page alone, all of them",
            f"under {BUDGET_KB} KB",
            seen.weight < 1000 * BUDGET_KB,
        )
    ]


def _brought(world: World, brings: object, number: int) -> str:
    assert callable(brings)
    blob = world.text(b"picture %d" % number, "image/webp")
    brings(f"Picture {number}", kind="image", file=blob)
    return blob.sha256


def _copied(folder: Path, name: str, seed: int) -> int:
    """Lay down the narrow copies of a picture; the bytes of the smallest."""
    dice, (width, height) = random.Random(seed), SIDES
    grain = Image.frombytes(
        "RGB", (width // 2, height // 2), dice.randbytes(width * height * 3 // 4)
    )
    image = grain.resize(SIDES).filter(ImageFilter.GaussianBlur(2))
    here = place(folder, name)
    here.mkdir(parents=True)
    sizes = {}
    for side, quality in ((width, QUALITY_SMALL), (width // 2, QUALITY_LEAST)):
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        image.save(here / f"w{side}", "WEBP", quality=quality, method=2)
        sizes[f"w{side}"] = (here / f"w{side}").stat().st_size
    about = About(1, "image", "image/webp", 4 * width, 4 * height, sizes=sizes)
    (here / ABOUT).write_bytes(msgspec.json.encode(about))
    return min(sizes.values())
