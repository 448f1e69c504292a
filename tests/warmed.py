"""Imported where servers are forked: what the first pages of a server cost is done here, once."""

from esoviet.web.http.assets import ASSETS
from esoviet.web.http.language import ENGLISH
from esoviet.web.pages.render import templates
from esoviet.web.routes import read_routes

_ENVIRONMENT = templates(ENGLISH)
for _name in _ENVIRONMENT.list_templates(["html"]):
    _ENVIRONMENT.get_template(_name)
for _name, _asset in ASSETS.items():
    if not _name.startswith("js/"):  # pages load packs of those
        for _packing in ("br", "gzip"):
            _asset.packed(_packing)
read_routes()  # the patterns of two hundred addresses, which `re` remembers
