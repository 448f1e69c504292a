"""js/recount/courses.js: a browser knows when a vote can have ended (7.7 to 7.10)."""

from pathlib import Path

from esoviet.law.questions import Question
from esoviet.law.votes import Vote
from tests.js.liar import Liar
from tests.js.modules import Modules
from tests.person import Person
from tests.world import DAY, World


def question() -> tuple[World, Vote]:
    """A question of four members, two of whom are for it."""
    world = World().found(backing="0", readership="public")
    cast = world.members("Ada", "Bea", "Cem", "Dot")
    world.pass_ms(1000)
    vote = world.the(Vote, cast[0].puts_to_vote())
    for person in cast[:2]:
        person.votes(vote.number, "yes")
    return world, vote


def turned() -> tuple[World, Vote]:
    """The same, which two ballots turned in the last hour, and which lasted longer."""
    world, vote = question()
    world.turn_to(vote.due - DAY // 24)
    for name in ("Ada", "Cem"):
        world.cast[name].votes(vote.number, "no")
    world.turn_to(vote.due).confirm()
    assert world.close(vote.number).ending == "rejected"
    world.cast["Bea"].marks_time()
    assert world.the(Vote, vote.number).turned
    return world, vote


def test_a_vote_that_its_last_ballots_turned_lasted_longer(tmp_path: Path, js: Modules) -> None:
    world, vote = turned()
    honest = Liar(world, vote.number, tmp_path)
    assert honest.said["closes"] >= vote.due + (vote.due - vote.opened_at) // 2
    assert honest.wrong(js) == []


def test_nobody_can_say_that_it_did_not(tmp_path: Path, js: Modules) -> None:
    world, vote = turned()
    liar = Liar(world, vote.number, tmp_path)
    liar.said["closes"] = vote.due
    assert "times" in liar.wrong(js)


def test_a_vote_that_nothing_turned_did_not_last_longer(tmp_path: Path, js: Modules) -> None:
    world, vote = question()
    world.close(vote.number)
    world.pass_days(3)
    world.cast["Ada"].marks_time()
    liar = Liar(world, vote.number, tmp_path)
    assert liar.wrong(js) == []
    liar.said["closes"] = vote.due + (vote.due - vote.opened_at) // 2
    assert "times" in liar.wrong(js)


def test_a_vote_ended_soon_when_enough_asked_for_it(tmp_path: Path, js: Modules) -> None:
    world, vote = question()
    for name in ("Ada", "Bea", "Cem"):
        world.pass_ms(1000)
        world.cast[name].asks_to_close(vote.number)
    world.close(vote.number)
    honest = Liar(world, vote.number, tmp_path)
    assert honest.said["closes"] == world.now < vote.due
    assert honest.wrong(js) == []


def test_a_vote_ended_soon_when_all_had_voted(tmp_path: Path, js: Modules) -> None:
    world, vote = question()
    for name in ("Cem", "Dot"):
        world.cast[name].votes(vote.number, "abstain")
    world.close(vote.number)
    honest = Liar(world, vote.number, tmp_path)
    assert honest.said["closes"] == world.now < vote.due
    assert honest.wrong(js) == []


def test_of_a_question_nobody_is_waited_for_who_joined_after_it_was_asked(
    tmp_path: Path, js: Modules
) -> None:
    world = World().found(backing="1/4", readership="public", founding_days="30")
    cast = world.crowd(8)
    asked = cast[0].asks()
    late = world.member("Eve")
    world.pass_ms(1000)
    for person in cast[1:]:
        if world.the(Question, asked).vote == 0:
            person.seconds(asked)
    ended_soon(world, world.the(Vote, world.the(Question, asked).vote), cast, late, tmp_path, js)


def test_nor_of_a_problem_who_joined_while_the_texts_were_read(tmp_path: Path, js: Modules) -> None:
    world = World().found(readership="public", founding_days="30", reading_days="2")
    cast = world.crowd(4)
    problem = cast[0].raises_problem()
    cast[0].proposes(problem)
    world.reach(problem, "reading")
    late = world.member("Eve")
    world.reach(problem, "vote")
    ended_soon(world, world.open_vote(problem), cast, late, tmp_path, js)


def ended_soon(
    world: World, vote: Vote, cast: list[Person], late: Person, folder: Path, js: Modules
) -> None:
    """All but who came late vote, and the vote is soon over, as an honest host says."""
    late.is_refused("7.3").votes(vote.number, *yes(vote))
    for person in cast:
        world.pass_ms(1000)
        person.votes(vote.number, *yes(vote))
    world.close(vote.number)
    honest = Liar(world, vote.number, folder)
    assert honest.said["closes"] == world.now < vote.due
    assert honest.wrong(js) == []


def yes(vote: Vote) -> tuple[str] | tuple[list[list[int]]]:
    return ([[vote.options[0]], [0]],) if vote.options else ("yes",)


def test_nobody_can_say_that_enough_asked(tmp_path: Path, js: Modules) -> None:
    world, vote = question()
    for name in ("Ada", "Bea"):
        world.cast[name].asks_to_close(vote.number)
    soon = world.now + vote.window.part + 1
    world.close(vote.number)
    liar = Liar(world, vote.number, tmp_path)
    liar.said["closes"] = soon
    assert "times" in liar.wrong(js)


def test_no_browser_accuses_where_many_may_or_may_not_be_members(
    tmp_path: Path, js: Modules
) -> None:
    """A hundred whose admission only the whole law can tell: each ballot could be the last."""
    world = World().found(backing="0", readership="public", founding_days="30")
    ada, *_ = world.crowd(3)
    ada.amends(ada.raises_problem(), founding_days="20")
    cast = world.crowd(100)
    world.pass_ms(1000)
    vote = world.the(Vote, ada.puts_to_vote())
    for n, person in enumerate(cast):
        world.pass_ms(1000)
        person.votes(vote.number, "yes" if n % 3 else "no")
    world.close(vote.number)
    honest = Liar(world, vote.number, tmp_path)
    assert honest.said["closes"] < vote.due
    assert honest.wrong(js) == []


def test_an_amendment_ended_when_it_was_a_day_old(tmp_path: Path, js: Modules) -> None:
    world = World().found(backing="0", readership="public")
    cast = world.members("Ada", "Bea", "Cem", "Dot", "Eva", "Fay")
    problem = cast[0].raises_problem()
    option = cast[0].amends(problem, vote_days="6")
    vote = world.open_vote(problem)
    for person in cast[:3]:
        person.votes(vote.number, [[option]])
    for person in cast[:4]:
        person.asks_to_close(vote.number)
    world.close(vote.number)
    honest = Liar(world, vote.number, tmp_path)
    assert honest.said["closes"] == vote.opened_at + DAY
    assert honest.wrong(js) == []


def test_a_vote_on_what_was_declared_carried_out_is_recounted(tmp_path: Path, js: Modules) -> None:
    world = World().found(readership="public")
    cast = world.members("Ada", "Bea", "Cem", "Dot")
    world.decide(cast[0])
    cast[0].completes(1)
    for person in cast[1:3]:
        person.objects_to_completion(1)
    vote = world.view.count(Vote)
    for person in cast[:3]:
        person.votes(vote, "yes")
    world.close(vote)
    cast[0].marks_time()
    liar = Liar(world, vote, tmp_path)
    assert liar.wrong(js) == []
    liar.said["closes"] += DAY
    assert liar.wrong(js) == ["times"]


FOLLOWED = """async ([closes, endings]) => {
  const { Courses } = await import("/static/js/recount/courses.js");
  const [hour, part] = [3600000, 60000];
  const vote = { opened_at: 0, closes, closed: 2 };
  const [law, lasts] = [{ prolongations: 3, part_ms: part }, [[240 * hour, 240 * hour]]];
  const courses = new Courses(law, vote, lasts);
  for (const at of endings) courses.ends(at, true);
  courses.pass(1, 200 * hour, 199 * hour, 200 * hour, 200 * hour);
  return [courses.closed(vote, { at: () => new Map() }) ?? null, courses.lost];
}"""
HOUR, PART = 3_600_000, 60_000


def test_where_a_vote_can_have_ended_in_too_many_ways_nobody_is_accused(js: Modules) -> None:
    few, many = [[n * HOUR for n in range(30, 30 + size)] for size in (3, 150)]
    ended = 30 * HOUR + 6 * HOUR + 1
    assert js.run(FOLLOWED, [ended, few]) == [1, False]
    assert js.run(FOLLOWED, [ended + 7, few]) == [None, False]
    assert js.run(FOLLOWED, [ended + 7, many]) == [None, True]
    assert js.run(FOLLOWED, [ended, many]) == [None, True]  # nor by one that fits by chance
