"""The app's own files over HTTP: named by their version, compressed, kept for ever."""

from starlette.requests import Request
from starlette.responses import Response

from esoviet.web.http.assets import ASSETS, TYPES, VERSION, WORKER, Asset, in_language
from esoviet.web.http.errors import HttpError
from esoviet.web.http.language import is_known
from esoviet.web.http.sending import packing_of

FOR_EVER = "public, max-age=31536000, immutable"
# What a script or a picture may do that is opened by itself; a style sheet does nothing.
_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'"


async def serve(request: Request) -> Response:
    """GET /static/{version}/{name}."""
    version, _, language = request.path_params["version"].partition("-")
    name = request.path_params["name"]
    asset = in_language(name, language) if is_known(language) else ASSETS.get(name)
    if asset is None:
        raise HttpError(404, "There is no such file.")
    current = version == VERSION
    return send(request, asset, FOR_EVER if current else "no-cache")


async def service_worker(request: Request) -> Response:
    """GET /sw.js: at the top, so that it may serve every page; another one for each version."""
    return send(request, WORKER, "no-cache")


def send(request: Request, asset: Asset, keep: str) -> Response:
    """An asset, compressed where the browser takes that."""
    headers = {"Cache-Control": keep, "Vary": "Accept-Encoding"}
    if asset.media_type != TYPES["css"]:
        headers["Content-Security-Policy"] = _POLICY
    packing = packing_of(request)
    if packing is None or asset.media_type in (TYPES["png"], TYPES["woff2"]):
        return Response(asset.plain, headers=headers, media_type=asset.media_type)
    headers["Content-Encoding"] = packing
    return Response(asset.packed(packing), headers=headers, media_type=asset.media_type)
