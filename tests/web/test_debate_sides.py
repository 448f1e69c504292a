"""A debate that weighs: the sides of each solution, questions, files by name, long texts."""

import asyncio
import html
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from esoviet.web.http.errors import HttpError
from esoviet.web.pages import preview
from esoviet.web.pages.files import file_name, is_blank
from esoviet.web.pages.prose import html_of
from tests.web.desk import desk
from tests.web.served import serve
from tests.world import World

EVERYBODY = {"readership": "public", "necessity_quorum": "0"}
LONG = "\n".join(f"Line {number}" for number in range(9))


def section(page: str, about: int) -> str:
    return page[page.index(f'id="about-{about}"') :].partition("</section>")[0]


def test_each_solution_has_its_sides_the_best_founded_first(tmp_path: Path) -> None:
    world = World().found(**EVERYBODY)
    ada, bea = world.members("Ada", "Bea")
    problem = ada.raises_problem("The heating")
    boiler, coats = bea.proposes(problem, "A boiler"), bea.proposes(problem, "Warm coats")
    bea.argues(problem, "supports", "It is cold", solution=boiler)
    best = bea.argues(problem, "supports", "It is cheap", solution=boiler)
    ada.weighs(best, True)
    back = bea.argues(problem, "supports", "I was wrong", solution=boiler)
    bea.retracts(back)
    ada.argues(problem, "refutes", "It is loud", solution=boiler)
    ada.argues(problem, "supports", "Coats last", solution=coats)
    ada.argues(problem, "supports", "It was so last year")
    with serve(world, tmp_path) as up:
        page = up.get(f"problems/{problem}").text
    said = section(page, boiler)
    places = [said.index(f"It is {what}") for what in ("cheap", "cold", "loud")]
    places.insert(2, said.index("I was wrong"))
    assert places == sorted(places)
    assert ("For · 2" in said, "Against · 1" in said) == (True, True)
    assert "Coats last" not in said
    assert "Nobody has argued against it here." in section(page, coats)
    assert "It was so last year" in section(page, 0)
    assert f'href="#about-{boiler}">For 2, against 1' in page


def test_a_question_is_answered_once_somebody_else_has_replied(tmp_path: Path) -> None:
    world = World().found(**EVERYBODY)
    ada, bea = world.members("Ada", "Bea")
    problem = ada.raises_problem("The heating")
    first = ada.argues(problem, "asks", "Since when?")
    ada.argues(problem, "supports", "I mean this year", argument=first)
    bea.argues(problem, "asks", "Why do you ask?", argument=first)
    second = ada.argues(problem, "asks", "Who pays?")
    bea.argues(problem, "supports", "We all do", argument=second)
    with serve(world, tmp_path) as up:
        page = up.get(f"problems/{problem}").text
    assert "3 questions, 2 open" in page
    state = {number: page[page.index(f'id="argument-{number}"') :].partition("</p>")[0]
             for number in (first, second)}  # fmt: skip
    assert ("<b>Open</b>" in state[first], "<b>Answered</b>" in state[second]) == (True, True)


@pytest.mark.parametrize(("typed", "shown"), [
    ("quote-depot.pdf", "quote-depot.pdf"),
    ("ann\u202egpj.exe", "anngpj.exe"),
    ("  a\u200b\u2066 b\u0085.txt ", "a b.txt"),
    ("\u200b\u2060", ""), (None, ""),
    ("e" + "\u0301\u0302\u0303\u0304\u0305" * 9, "\u00e9\u0302\u0303"),
    ("x" * 290 + "-clause 4.jpg", "x" * 31 + "\u2026xxx-clause 4.jpg"),
])  # fmt: skip
def test_a_name_of_a_file_shows_what_it_is(typed: str | None, shown: str) -> None:
    assert file_name(typed) == shown


def test_evidence_has_its_name_its_kind_and_its_size(tmp_path: Path) -> None:
    world = World().found(**EVERYBODY)
    ada = world.member("Ada")
    names = ("clause\u202e 4.pdf", "<b>Ben says yes<b>.zip", None)
    kinds = ("application/pdf", "application/zip", "image/webp")
    files = tuple(
        replace(world.text(b"x" * size, kind), name=name)
        for name, kind, size in zip(names, kinds, (92_000, 8_200_000, 3), strict=True)
    )
    problem = ada.raises_problem("The heating")
    ada.argues(problem, text="See these", evidence=files)
    with serve(world, tmp_path) as up:
        page = up.get(f"problems/{problem}").text
        [line] = up.get(f"problems/{problem}/arguments.json").json()["items"]
    shown = re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", "", page)))
    assert "clause 4.pdf PDF, 92 KB" in shown
    assert "<b>Ben says yes<b>.zip file, 8.2 MB" in shown
    assert "Without a name picture, 1 KB" in shown
    assert [file["name"] for file in line["evidence"]] == list(names)


def test_all_evidence_lies_in_one_tray_the_newest_first(tmp_path: Path) -> None:
    world = World().found(**EVERYBODY, daily_acts="500")
    ada, bea = world.members("Ada", "Bea")
    problem = ada.raises_problem("The heating")
    for number in range(1, 46):
        photo = replace(world.text(b"x" * 9, "image/png"), name=f"photo {number}.png")
        (ada if number % 2 else bea).argues(problem, text=f"Look {number}", evidence=(photo,))
    bea.retracts(bea.argues(problem, text="Not this", evidence=(world.text("false"),)))
    with serve(world, tmp_path) as up:
        page = up.get(f"problems/{problem}").text
    tray = page.partition('<section id="evidence"')[2].partition("</section>")[0]
    assert "45 files" in tray
    assert re.findall(r"photo (\d+)\.png", tray) == [str(n) for n in range(45, 25, -1)]
    assert "The newest ones; all of them stand in the debate." in tray
    far, near = (f"arguments?after={n - 1}#argument-{n}" in tray for n in (45, 30))
    assert (far, near, 'href="#argument-30"' in tray) == (True, False, True)


def test_a_long_text_is_folded_and_its_own_address_unfolds_it(tmp_path: Path) -> None:
    world = World().found(**EVERYBODY)
    ada = world.member("Ada")
    problem = ada.raises_problem("The heating")
    for text in (LONG, "x" * 60_000, "Short"):
        ada.argues(problem, text=text)
    with serve(world, tmp_path) as up:
        page = up.get(f"problems/{problem}").text
    links = re.findall(r'class="more no-print"><a href="#argument-(\d+)">Read all', page)
    assert sorted(links) == ["1", "2"]


@pytest.mark.parametrize("blank", [" ", "\u200b\u2060", "\u3164\u2800", "&nbsp;&#8203;", "[a]: b"])
def test_a_text_in_which_nothing_can_be_seen_is_called_so(blank: str, tmp_path: Path) -> None:
    assert (html_of(blank), is_blank(blank)) == ("", blank[0] not in "&[")
    world = World().found(**EVERYBODY)
    ada = world.member("Ada")
    problem = ada.raises_problem("The heating")
    ada.argues(problem, text=blank)
    with serve(world, tmp_path) as up:
        assert "Nothing can be seen in this text." in up.get(f"problems/{problem}").text


def test_a_text_is_shown_as_it_will_be_before_it_is_signed(tmp_path: Path) -> None:
    world = World().found(readership="members")
    world.crowd(3)
    with desk(world, tmp_path) as at:

        def set_(body: bytes, **headers: str) -> tuple[int, str]:
            answer = at.ask("POST", "preview", content=body, headers=headers)
            return answer.status_code, answer.json().get("html", "")

        ada = at.session("Ada")
        assert set_(b"**Now** <b>", **ada) == (200, "<p><strong>Now</strong> &lt;b&gt;</p>\n")
        assert set_(b"x" * 65_537, **ada)[0] == 413
        assert set_(b"\xff", **ada)[0] == 400
        assert set_(b"Now", **ada, Origin="https://elsewhere.example")[0] == 403
        assert set_(b"Now")[0] == 404


def test_who_has_no_session_has_texts_set_at_the_cost_of_their_address(tmp_path: Path) -> None:
    world = World().found(**EVERYBODY)
    world.crowd(3)
    with desk(world, tmp_path, stranger_rate=1) as at:
        outside = {"x-forwarded-for": "203.0.113.9"}
        answers = [at.ask("POST", "preview", content=b"Now", headers=outside).status_code
                   for _ in range(30)]  # fmt: skip
    assert (answers[0], answers[-1]) == (200, 429)


def test_texts_of_one_member_take_turns_and_only_a_few_wait() -> None:
    inside, most = 0, 0

    async def sets(who: tuple[str, int], opened: asyncio.Event) -> int:
        nonlocal inside, most
        try:
            async with preview.turn(who):
                inside += who == ADA
                most = max(most, inside)
                await opened.wait()
                inside -= who == ADA
        except HttpError as error:
            return error.status_code
        return 200

    async def crowd() -> list[int]:
        opened = asyncio.Event()
        waiting = [asyncio.create_task(sets(ADA, opened)) for _ in range(preview.MOST + 5)]
        await asyncio.sleep(0)
        waiting.append(asyncio.create_task(sets(BEA, opened)))
        await asyncio.sleep(0)
        opened.set()
        return await asyncio.gather(*waiting)

    for _ in range(2):
        assert asyncio.run(crowd()) == [200] * preview.MOST + [429] * 5 + [200]
    assert most == 1


ADA, BEA = ("a", 1), ("a", 2)
