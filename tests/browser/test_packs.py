"""What comes in packs are the modules: all of them load, and export what they export alone."""

from esoviet.web.http import assets
from esoviet.web.http.packs import RUNTIME, STARTED
from tests.browser.conftest import Hall

SAME = """async ([app, js, names]) => {
  const { use } = await import(`${app}/page.js`);
  const differing = [];
  for (const [name, file] of names) {
    await import(`${app}/${file}`);
    const [packed, alone] = [use(name), await import(`${js}/${name}`)];
    const said = (one) => Object.keys(one).sort().map((key) => `${key} ${typeof one[key]}`).join();
    if (said(packed) !== said(alone) || !said(alone)) differing.push(name);
  }
  return differing;
}"""


def test_each_module_exports_in_its_pack_what_it_exports_alone(hall: Hall) -> None:
    page = hall.visitor().opens("/").page
    own = [name.removeprefix("js/") for name in assets.ASSETS if name.startswith("js/")]
    names = [(name, assets.PACKS.file_of(name)) for name in own if name not in (RUNTIME, STARTED)]
    assert len(names) > 100
    app = assets.address("app/page.js").removesuffix("/page.js")
    js = assets.address(f"js/{STARTED}").removesuffix(f"/{STARTED}")
    assert page.evaluate(SAME, [app, js, names]) == []
