"""Pages over HTTP. They only read; every change of an assembly is a signed act."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from esoviet.law.records import THE, Assembly
from esoviet.node.host import Host
from esoviet.web.api.desk import title_of
from esoviet.web.api.memory import Memories
from esoviet.web.api.serve import find
from esoviet.web.context import is_public, node_of
from esoviet.web.pages.render import render
from esoviet.web.pages.table import PageLine
from esoviet.web.problems import Problem, details_of_problem


class Listed(NamedTuple):
    """An assembly on the list of a node; its name only where anyone may read it."""

    id: str
    name: str | None


class Page:
    """Serves one line of the table."""

    def __init__(self, line: PageLine, memories: Memories) -> None:
        self._line = line
        self._memories = memories

    async def get(self, request: Request) -> Response:
        """GET or HEAD."""
        line = self._line
        try:
            found = await find(request, self._memories, line.build, line.query)
        except Problem as error:
            return _refused(error)
        headers = found.headers
        if found.answer is None:
            return Response(status_code=304, headers=headers)
        here = f"/a/{request.path_params['assembly']}"
        json = here + line.json.format(**request.path_params)
        if request.url.query:
            json += f"?{request.url.query}"
        html = render(line.template, answer=found.answer, here=here, json=json)
        return HTMLResponse(html, headers=headers)


class FrontPage:
    """`/`: the assemblies of this node."""

    def __init__(self, memories: Memories) -> None:
        self._memories = memories

    async def get(self, request: Request) -> Response:
        """GET or HEAD."""
        hosts = [assembly.host for assembly in node_of(request).assemblies.values()]
        listed = [Listed(host.id, self._name(host)) for host in hosts]
        listed.sort(key=lambda one: (one.name or "~", one.id))
        html = render("node/node.html", assemblies=listed)
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    def _name(self, host: Host) -> str | None:
        if not is_public(host):
            return None
        name = host.replica.view().must(Assembly, THE).name.hex()
        if host.readable_blob(name) is None:
            return None
        content = self._memories.of(host).text(name)
        return None if content is None else title_of(content)


def _refused(error: Problem) -> Response:
    headers = {**(error.headers or {}), "Cache-Control": "no-store"}
    html = render("node/problem.html", problem=details_of_problem(error))
    return HTMLResponse(html, error.status_code, headers)
