"""Counting: one voting method a module, without a law and without any input or output.

`profile` says what goes in, `result` what comes out, `methods` is the table of all; docs/tally.md
has the rules in plain words. The law counts by `majority`, `schulze` and the three kinds of single
transferable vote; the others are for those who count their own files (`esoviet tally`).
"""
