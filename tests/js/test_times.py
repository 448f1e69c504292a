"""page/times.js: moments as people read them."""

from tests.js.modules import Modules

READ = """async (at) => {
  const { until, moment } = await import("/static/js/page/times.js");
  const ms = new Date(...at).getTime();
  return [until(ms), moment(ms)];
}"""


def test_a_deadline_at_midnight_belongs_to_the_day_that_it_ends(js: Modules) -> None:
    said, moment = js.run(READ, [2027, 1, 8, 0, 0])
    assert "7" in said
    assert said.endswith("24:00")
    assert "8" in moment
    assert "24:00" not in moment


def test_any_other_deadline_is_the_moment_that_it_is(js: Modules) -> None:
    for at in ([2027, 1, 8, 0, 1], [2027, 1, 8, 23, 59], [2027, 1, 8, 12, 0]):
        said, moment = js.run(READ, at)
        assert said == moment


def test_at_the_end_of_a_year_the_year_is_the_one_that_ends(js: Modules) -> None:
    said, _moment = js.run(READ, [2031, 0, 1, 0, 0])
    assert "2030" in said
    assert "31" in said
