"""Other rooms that members have told things: while they are members, and the key stands."""

from collections.abc import Iterable

from esoviet.law.records import Key, Member
from esoviet.law.view import View
from esoviet.store.rooms import Room, RoomStore


def standing(store: RoomStore, view: View, rooms: Iterable[Room]) -> list[Room]:
    """The rooms that are told; others are forgotten: whoever holds a revoked key has none."""
    found = []
    for one in rooms:
        if _stands(view, one):
            found.append(one)
        else:
            store.drop(one.id)
    return found


def _stands(view: View, room: Room) -> bool:
    member, key = view.get(Member, room.member), view.get(Key, room.kid)
    if member is None or member.state != "member":
        return False
    return key is not None and not key.revoked and key.member == room.member
