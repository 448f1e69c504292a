"""Consent: enough are for it, and few object."""

from esoviet.tally.result import Result

FOR, AGAINST = 0, 1


def consent(consents: int, objections: int, abstain: int, *, enough: int, most: int) -> Result:
    """Adopted (option 0) if `enough` consent and fewer than `most` object; else option 1."""
    given = consents >= enough and objections < most
    return Result(
        method="consent",
        options=2,
        ballots=consents + objections + abstain,
        winners=(FOR,) if given else (AGAINST,),
        order=(),
    )
