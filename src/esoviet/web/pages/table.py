"""Every page below `/a/{assembly}`, and its words: what each matter has, one after another."""

from collections.abc import Mapping

from esoviet.web.pages import (
    actions,
    arguments,
    assembly,
    away,
    briefings,
    consequences,
    criticism,
    debate,
    decisions,
    exhibits,
    facts,
    files,
    lessons,
    log,
    mailed,
    mandates,
    member,
    members,
    messages,
    otherwise,
    outbox,
    outside,
    own,
    past,
    plans,
    problems,
    questions,
    recovery,
    repairs,
    reports,
    reviews,
    rewordings,
    rooms,
    search,
    skills,
    solutions,
    tasks,
    teaching,
    together,
    topics,
    unanswered,
    votes,
    whynot,
    words,
)
from esoviet.web.pages.matter import Words
from esoviet.web.pages.page import AnyPage, OwnLine

PAGES: tuple[AnyPage, ...] = (
    *assembly.PAGES,
    *members.PAGES,
    *member.PAGES,
    *problems.PAGES,
    *arguments.PAGES,
    *solutions.PAGES,
    *rewordings.PAGES,
    *briefings.PAGES,
    *votes.PAGES,
    *questions.PAGES,
    *decisions.PAGES,
    *mandates.PAGES,
    *reports.PAGES,
    *tasks.PAGES,
    *reviews.PAGES,
    *lessons.PAGES,
    *exhibits.PAGES,
    *facts.PAGES,
    *topics.PAGES,
    *repairs.PAGES,
    *otherwise.PAGES,
    *actions.PAGES,
    *criticism.PAGES,
    *log.PAGES,
    *search.PAGES,
    *whynot.PAGES,
)
OWN: tuple[OwnLine, ...] = (
    *own.PAGES,
    *actions.OWN,
    *criticism.OWN,
    *exhibits.OWN,
    *plans.PAGES,
    *messages.PAGES,
    *outbox.PAGES,
    *rooms.PAGES,
    *skills.PAGES,
    *teaching.PAGES,
    *away.PAGES,
    *mailed.PAGES,
)


def _joined(*all_words: Words) -> Mapping[str, Mapping[str, str]]:
    """The words of all; what several say with one filter (`need_word`) stands together."""
    joined: dict[str, dict[str, str]] = {}
    for one in all_words:
        for name, says in one.items():
            known = joined.setdefault(name, {})
            assert not known.keys() & says.keys(), name
            known.update(says)
    return joined


WORDS = _joined(
    words.WORDS,
    assembly.WORDS,
    members.WORDS,
    messages.WORDS,
    rooms.WORDS,
    skills.WORDS,
    teaching.WORDS,
    consequences.WORDS,
    recovery.WORDS,
    problems.WORDS,
    past.WORDS,
    solutions.WORDS,
    rewordings.WORDS,
    briefings.WORDS,
    debate.WORDS,
    files.WORDS,
    votes.WORDS,
    questions.WORDS,
    together.WORDS,
    unanswered.WORDS,
    mandates.WORDS,
    tasks.WORDS,
    reviews.WORDS,
    lessons.WORDS,
    repairs.WORDS,
    actions.WORDS,
    criticism.WORDS,
    exhibits.WORDS,
    outside.WORDS,
    facts.WORDS,
    search.WORDS,
    reports.WORDS,
    whynot.WORDS,
)
