"""Footnotes in members' texts: `[^name]` where one is wanted, `[^name]: …` for what it says.

They are numbered in the order in which they are written, and stand at the end of the text, those
that nothing refers to as well: no word vanishes. Neither is a link, so a text needs no names that
another text on the page could have too. Each place is looked at once.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

MOST = 100
_NOTE = re.compile(r"\[\^([^\s\[\]^]{1,32})\]:[ \t]+(?=\S)")
_MARK = re.compile(r"\[\^([^\s\[\]^]{1,32})\]")


def footnotes(reader: MarkdownIt) -> None:
    """Have a reader of Markdown know footnotes."""
    reader.block.ruler.before("reference", "note", _note, {"alt": ["paragraph"]})
    reader.inline.ruler.before("link", "note", _mark)
    reader.core.ruler.after("block", "notes", _notes)


def _note(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """What a note says, up to an empty line or the next note."""
    found = None if state.is_code_block(line) else _NOTE.match(_line(state, line))
    notes: dict[str, str] = state.env.setdefault("notes", {})
    if found is None or found[1] in notes or len(notes) >= MOST:
        return False
    if silent:
        return True
    said, line = [_line(state, line)[found.end() :]], line + 1
    while line < end and not state.isEmpty(line) and not _NOTE.match(_line(state, line)):
        if state.sCount[line] < state.blkIndent:
            break
        said.append(_line(state, line))
        line += 1
    notes[found[1]] = "\n".join(said)
    state.line = line
    return True


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _mark(state: StateInline, silent: bool) -> bool:
    """The number of a note, where it is wanted."""
    found = _MARK.match(state.src, state.pos, state.posMax)
    notes: dict[str, str] = state.env.get("notes", {})
    if found is None or found[1] not in notes:
        return False
    if not silent:
        state.push("sup_open", "sup", 1)
        state.push("text", "", 0).content = str(list(notes).index(found[1]) + 1)
        state.push("sup_close", "sup", -1)
    state.pos = found.end()
    return True


def _notes(state: StateCore) -> None:
    """All notes as a list below the text."""
    notes: dict[str, str] = state.env.get("notes", {})
    if not notes:
        return
    state.tokens += [
        Token("hr", "hr", 0, block=True),
        Token("ordered_list_open", "ol", 1, block=True),
    ]
    for said in notes.values():
        state.tokens.append(Token("list_item_open", "li", 1, block=True))
        state.tokens.append(Token("inline", "", 0, content=said, children=[], level=1))
        state.tokens.append(Token("list_item_close", "li", -1, block=True))
    state.tokens.append(Token("ordered_list_close", "ol", -1, block=True))
