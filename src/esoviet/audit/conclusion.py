"""The three sentences at the end of a report: what was proved, compared, and cannot be proved."""

from esoviet.audit.report import AssemblyReport

HOLDS = "All signatures, the tree, the times, every rule and every count hold."
UNPROVABLE = (
    "Nobody can prove: that no act was refused or delayed, who the persons behind the keys are, or"
    " that everybody else is shown this history (compare its root and size with other members)."
)


def conclude(report: AssemblyReport, held: int) -> tuple[str, ...]:
    """The sentences, given how many checkpoints and receipts from earlier were held against it."""
    return _proved(report, held), _compared(report), UNPROVABLE


def _proved(report: AssemblyReport, held: int) -> str:
    if report.findings:
        wrong = len(report.findings)
        things = "one thing that" if wrong == 1 else f"{wrong} things that"
        return f"Proved: {things} cannot be in an honest log (WRONG, above)."
    texts, kept = report.blobs, ""
    if texts.present:
        kept = f" {texts.present:,} texts and files are what was signed."
    if texts.unchecked:
        kept += f" {texts.unchecked:,} texts and files were not looked at."
    before = f" It goes on from the {held} checkpoints and receipts given." if held else ""
    return f"Proved for {report.entries:,} entries: {HOLDS}{kept}{before}"


def _compared(report: AssemblyReport) -> str:
    if not report.compared:
        because = report.not_compared[0] if report.not_compared else "nothing was published"
        return f"Compared with what is published: nothing ({because})."
    rest = " what is named above," if report.not_compared else ""
    return (
        f"Compared with what is published: {', '.join(report.compared)}; not:{rest} pages in HTML,"
        " texts beyond their first lines."
    )
