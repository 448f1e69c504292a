"""The samples for systemd, which no test starts: they say what the documents say."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest

from esoviet.cli.main import parser
from esoviet.node.config import Config

SAMPLES = Path(__file__).resolve().parents[2] / "docs/operating"
UNITS = sorted(path.name for path in SAMPLES.glob("esoviet*"))


def unit(name: str) -> ConfigParser:
    read = ConfigParser(strict=True, interpolation=None)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read_string((SAMPLES / name).read_text("utf-8"))
    return read


def test_there_are_units_for_the_server_and_for_its_backups() -> None:
    assert UNITS == ["esoviet-backup.service", "esoviet-backup.timer", "esoviet.service"]


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_a_service_runs_a_command_that_there_is_and_for_its_own_account_alone(name: str) -> None:
    service = unit(name)["Service"]
    program, *words = service["ExecStart"].split()
    assert program.endswith("/bin/esoviet")
    assert callable(parser().parse_args(words).run)
    assert service["UMask"] == "0077"
    assert service["ProtectSystem"] == "strict"
    written = service["ReadWritePaths"].split()
    data = service["Environment"].removeprefix("ESOVIET_DATA=")
    assert {data, *words[1:]} <= set(written)


def test_what_stands_in_front_reaches_the_port_and_takes_the_largest_file() -> None:
    usual = Config()
    for name, most in (("nginx.conf", r"client_max_body_size (\d+)m;"), ("Caddyfile", r"(\d+)MB")):
        text = (SAMPLES / name).read_text("utf-8")
        assert f"{usual.host}:{usual.port}" in text
        (megabytes,) = re.findall(most, text)
        assert int(megabytes) * 1_000_000 > usual.max_blob_bytes + 1_000_000
