"""What a page says of a vote, for the browser that counts it again (recount/recount.js)."""

from esoviet.law.ballots import NO_ACTION
from esoviet.web.api.tallies import Tally
from esoviet.web.api.votes import VoteAnswer


def claim(assembly: str, answer: VoteAnswer, closed_at: int | None) -> dict[str, object]:
    """The rules of a vote, when it opened and closes, and its count. Options by their numbers."""
    assert answer.tally is not None
    vote, options = answer.vote, [one for one in answer.options if one.option != NO_ACTION]
    return {
        "assembly": assembly,
        "number": vote.number,
        "kind": vote.kind,
        "subject": vote.subject,
        "method": vote.method,
        "options": [one.option for one in options],
        "option_needs": [one.needs for one in options],
        "needs": answer.needs,
        "no_action": answer.no_action,
        "of_all": answer.of_all,
        "unranked": answer.unranked,
        "seats": vote.seats,
        "takes": answer.takes,
        "option_takes": [one.takes for one in options],
        "quorum": answer.quorum,
        "option_quorums": [one.quorum for one in options],
        "fewest": answer.fewest,
        "option_fewest": [one.fewest for one in options],
        "electorate": vote.electorate,
        "counted": vote.counted,
        "opened": vote.opened,
        "opened_at": vote.opened_at,
        "closes": vote.due or closed_at,
        "closed": closed_at is not None,
        "asking": answer.closing.needed,
        "gone": [one.option for one in answer.tally.candidates if one.state == "gone"],
        "most": answer.most,
        "objections": answer.objections,
        "costs": [one.cost for one in options],
        "budget": answer.budget,
        "tally": _counted(answer.tally) | {"support": _support(answer)},
    }


def _support(answer: VoteAnswer) -> list[int | None]:
    if answer.support is not None:
        return [answer.support]
    return [one.support for one in answer.options if one.option != NO_ACTION]


def _counted(tally: Tally) -> dict[str, object]:
    counts = tally.counts
    return {
        "log_size": tally.log_size,
        "ballots": tally.ballots,
        "ending": tally.ending,
        "winners": tally.winners,
        "counts": [counts.yes, counts.no, counts.abstain] if counts else [],
        "order": tally.order,
        "pairwise": tally.pairwise,
        "dropped": [drop.option for drop in tally.dropped],
        "tied": [tie.options for tie in tally.ties],
        "accepted": tally.chosen or [one.accepted for one in tally.candidates],
        "rejected": [one.rejected for one in tally.candidates],
        "accepting": tally.accepting,
        "added": tally.added,
    }
