"""`esoviet sessions` and `esoviet devices`."""

import re

import pytest

from tests.cli.conftest import Someone

pytestmark = pytest.mark.e2e


def kid_of(of: Someone) -> str:
    (kid,) = re.findall(r"name of the key  (\S+)", of("key", "show"))
    return str(kid)


def test_a_command_leaves_no_session_behind(ada: Someone) -> None:
    for command in ("show", "sessions", "devices"):
        ada(command)
    listed = ada("sessions")
    assert listed.count("(this command)") == 1
    assert listed.count("since") == 1


def test_a_device_is_called_by_a_name_that_others_do_not_see(ada: Someone, bea: Someone) -> None:
    kid = kid_of(ada)
    assert ada("devices").startswith(f"{kid}  device\n  added ")
    ada("devices", "name", kid[:6], "My desk")
    assert ada("devices").startswith(f"{kid}  My desk\n")
    assert "My desk, key" in ada("sessions")
    assert "My desk" not in bea("show", "member", "1") + bea("devices")
    assert "There are 0 keys" in bea.fails("devices", "name", kid, "Mine")
    ada("devices", "name", kid, "")
    assert "My desk" not in ada("devices")


def test_other_sessions_are_ended_and_one_that_is_not_mine_is_not(ada: Someone) -> None:
    assert "You have no such session." in ada.fails("sessions", "end", "0" * 16)
    assert "until they are revoked" in ada("sessions", "end", "--others")
    assert ada("sessions").count("since") == 1
