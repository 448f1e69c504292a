"""page/minutes.js: a roll that is longer than its page is whole before it is printed."""

from typing import Any

from tests.js.modules import Modules

PRINTED = """async (pages) => {
  document.body.innerHTML = `<main><section id="roll">
    <table><tbody><tr><td>1</td></tr></tbody></table>
    <p><a data-rest href="/roll">All</a></p></section>
    <button data-minutes hidden>Print</button></main>`;
  const asked = [];
  const before = [window.fetch, window.print];
  window.fetch = async (address) => {
    const { pathname, search } = new URL(address, location.href);
    asked.push(pathname + search);
    const { rows, next } = pages[pathname + search] ?? pages.always;
    const link = next ? `<a rel="next" href="${next}">Further</a>` : "";
    const lines = rows.map((row) => `<tr><td>${row}</td></tr>`).join("");
    return new Response(`<main><table><tbody>${lines}</tbody></table>${link}</main>`);
  };
  const { offerMinutes } = await import("/static/js/page/minutes.js");
  window.offered ??= [offerMinutes()]; // it listens at the document, which these tests share
  document.dispatchEvent(new Event("refreshed"));
  const printed = new Promise((resolve) => {
    const cells = () => [...document.querySelectorAll("#roll td")].map((cell) => cell.textContent);
    window.print = () => resolve(cells());
  });
  const button = document.querySelector("[data-minutes]");
  const isOffered = !button.hidden;
  button.click();
  const cells = await printed;
  const isLed = Boolean(document.querySelector("[data-rest]"));
  [window.fetch, window.print] = before;
  document.body.replaceChildren();
  return { isOffered, cells, asked, isLed };
}"""


def printed(js: Modules, pages: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = js.run(PRINTED, pages)
    return said


def test_all_pages_of_the_roll_are_fetched_and_printed_once(js: Modules) -> None:
    said = printed(js, {
        "/roll": {"rows": ["1", "2"], "next": "/roll?after=2"},
        "/roll?after=2": {"rows": ["3"], "next": None},
    })  # fmt: skip
    assert said == {"isOffered": True, "cells": ["1", "2", "3"], "isLed": False,
                    "asked": ["/roll", "/roll?after=2"]}  # fmt: skip


def test_a_roll_that_never_ends_is_given_up(js: Modules) -> None:
    said = printed(js, {"always": {"rows": ["x"], "next": "/roll"}})
    assert len(said["asked"]) == 100


def test_what_cannot_be_fetched_leaves_the_way_to_it(js: Modules) -> None:
    said = printed(js, {})
    assert (said["cells"], said["isLed"]) == (["1"], True)
