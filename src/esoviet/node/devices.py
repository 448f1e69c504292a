"""A member's devices that are told: each as long as the key stands with which it asked to be."""

from esoviet.law.records import Key
from esoviet.law.view import View
from esoviet.store.subscriptions import Subscription, Subscriptions


def standing(devices: Subscriptions, view: View, assembly: str, member: int) -> list[Subscription]:
    """The devices that are told; those of revoked keys are forgotten: whoever has such a phone now
    is not told what needs its member."""
    for kid in {one.kid for one in devices.of(assembly, member)}:
        key = view.get(Key, kid)
        if key is None or key.revoked or key.member != member:
            devices.end_of_key(assembly, member, kid)
    return devices.of(assembly, member)
