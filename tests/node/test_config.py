"""The settings of a node."""

from pathlib import Path

import pytest

from esoviet.node.config import BadConfig, Config, load


def test_without_any_setting_the_defaults_hold() -> None:
    assert load({"ESOVIET_DATA": "nowhere"}) == Config(data=Path("nowhere"))


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "esoviet.toml").write_text('port = 9000\nurl = "https://assembly.example"\n')
    config = load({"ESOVIET_DATA": str(tmp_path), "ESOVIET_PORT": "9001"})
    assert (config.port, config.url) == (9001, "https://assembly.example")


def test_lists_are_separated_by_commas_in_the_environment(tmp_path: Path) -> None:
    tokens = {"ESOVIET_FOUNDING_TOKENS": "one, two,", "ESOVIET_TRUSTED_PROXIES": "127.0.0.1"}
    config = load({"ESOVIET_DATA": str(tmp_path), **tokens})
    assert config.founding_tokens == ("one", "two")
    assert config.trusted_proxies == ("127.0.0.1",)


@pytest.mark.parametrize(
    "text", ['colour = "red"', "port = 70000", 'founding = "nobody"', "port ="]
)
def test_a_setting_that_cannot_be_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(BadConfig):
        load({}, file)
    file.write_text('founding = "token"')
    assert load({}, file).founding == "token"


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="cannot be read"):
        load({}, tmp_path / "none.toml")
