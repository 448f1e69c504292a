"""E-Soviet: a group of equals decides by public votes that anyone can recount.

Each folder here is a room. Rooms import only downwards: cli / web | notify / exchange /
node | audit / store / law | log / wire (docs/decisions/0001-rooms.md).
"""

__version__ = "0.1.0"
