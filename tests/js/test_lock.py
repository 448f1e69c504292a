"""keys/lock.js: what a PIN locks signs nothing until it is typed; wrong ones cost more and more."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.fixtures import WAIT_MS

LOAD = """const [db, lock, ed25519] = await Promise.all(["base/db.js", "keys/lock.js",
  "wire/ed25519.js"].map((name) => import(`/static/js/${name}`)));"""
SIGNS = """const signs = async ({ pair }) => {
  if (!pair.privateKey) return false;
  const text = new Uint8Array([1, 2, 3]);
  return ed25519.verify(await ed25519.raw(pair.publicKey), text, await ed25519.sign(pair, text));
};"""


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A browser that keeps nothing yet."""
    context = chromium.new_context()
    made = context.new_page()
    made.set_default_timeout(WAIT_MS)
    made.goto(address)
    yield made
    context.close()


def does(page: Page, deeds: str) -> object:
    return page.evaluate(f"async () => {{ {LOAD} {SIGNS} {deeds} }}")


LOCKED = """await lock.setPin("4711");
  await db.put("keys", { assembly: "a", pair: await lock.sealedPair(), kid: "k", seq: 3 });
  await db.put("begun", { of: "b", pair: await lock.sealedPair() });
  await db.put("asking", { assembly: "c", pair: await ed25519.generate() });
  const place = await db.among("first");
  await lock.shut(place);"""


def test_shut_it_signs_nothing_and_opened_it_is_the_same_key_with_the_same_number(
    page: Page,
) -> None:
    said = does(
        page,
        f"""{LOCKED}
      const shut = [await signs(await db.get("keys", "a")), await signs(await db.get("begun", "b")),
        (await db.get("locks", "open")) ?? null];
      const waited = await lock.unlock(place, "4711");
      const own = await db.get("keys", "a");
      return [...shut, waited, await signs(own), await signs(await db.get("begun", "b")), own.seq];
    """,
    )
    assert said == [False, False, None, 0, True, True, 3]


def test_what_lies_there_while_it_is_shut_holds_no_seed_and_no_pin(page: Page) -> None:
    said = does(page, f"""{LOCKED}
      const {{ pair }} = await db.get("keys", "a");
      const {{ rounds, wrong, until, ...rest }} = await db.get("locks", "pin");
      return [Object.keys(pair).sort(), pair.sealed.sealed.length, rounds,
        Object.keys(rest).sort()];
    """)  # fmt: skip
    assert said == [["publicKey", "sealed"], 48, 600_000, ["iv", "name", "salt", "sealed"]]


def test_while_it_is_open_neither_key_can_be_read_out(page: Page) -> None:
    said = does(
        page,
        """await lock.setPin("4711");
      const pair = await lock.sealedPair();
      const { key } = await db.get("locks", "open");
      return [pair.privateKey.extractable, key.extractable];""",
    )
    assert said == [False, False]


def test_wrong_pins_are_counted_before_they_are_tried_and_cost_more_and_more(page: Page) -> None:
    said = does(
        page,
        f"""{LOCKED}
      const waits = [];
      for (let tries = 0, now = 1000; tries < 6; tries++) {{
        waits.push(await lock.unlock(place, "0000", now));
        now += lock.waitAfter(tries + 1);
      }}
      const {"{ until }"} = await db.get("locks", "pin");
      for (const now of [until - 7, until]) waits.push(await lock.unlock(place, "4711", now));
      return [...waits, (await db.get("locks", "pin")).wrong];
    """,
    )
    assert said == [1, 1, 5000, 10_000, 20_000, 40_000, 7, 0, 0]
    assert does(page, "return [lock.waitAfter(12), lock.waitAfter(400)];") == [2_560_000, 3_600_000]


def test_tries_that_come_at_the_same_time_are_counted_one_by_one(page: Page) -> None:
    said = does(
        page,
        f"""{LOCKED}
      const pins = ["0000", "1111", "2222", "4711"];
      const waits = await Promise.all(pins.map((pin) => lock.unlock(place, pin, 1000)));
      const {"{ wrong }"} = await db.get("locks", "pin");
      return [...waits, wrong, await signs(await db.get("keys", "a"))];
    """,
    )
    assert said == [1, 1, 5000, 5000, 3, False]


def test_another_pin_opens_the_same_keys_and_the_old_one_opens_nothing(page: Page) -> None:
    said = does(
        page,
        f"""{LOCKED}
      await lock.unlock(place, "4711");
      const wrong = await lock.setPin("1234", "0000");
      const right = await lock.setPin("12345678", "4711");
      await lock.shut(place);
      const old = await lock.unlock(place, "4711");
      return [wrong, right, old, await lock.unlock(place, "12345678"),
        await signs(await db.get("keys", "a"))];""",
    )
    assert said == [False, True, 1, 0, True]


def test_taken_off_the_keys_stay_and_nothing_locks_them(page: Page) -> None:
    said = does(
        page,
        f"""{LOCKED}
      await lock.unlock(place, "4711");
      const wrong = await lock.takeOff(place, "0000");
      const right = await lock.takeOff(place, "4711");
      await lock.shut(place);
      return [wrong, right, await signs(await db.get("keys", "a")), (await db.all("locks")).length,
        (await lock.sealedPair()) ?? null];""",
    )
    assert said == [False, True, True, 0, None]


@pytest.mark.parametrize("text", ["4711", "00000000"])
def test_four_to_eight_digits_are_a_pin(page: Page, text: str) -> None:
    assert does(page, f'return lock.isPin("{text}");') is True


@pytest.mark.parametrize("text", ["", "123", "123456789", "12 34", "١٢٣٤", "12a4"])
def test_anything_else_is_none(page: Page, text: str) -> None:
    assert does(page, f'return lock.isPin("{text}");') is False
