"""A server that speaks S3, on this machine: moto's, over HTTP, at a port that the system gives."""

import itertools
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import moto.server

from esoviet.store.bucket import Bucket, Place, open_bucket

VERSIONS = (
    '<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    "<Status>Enabled</Status></VersioningConfiguration>"
)
_numbers = itertools.count()


class S3:
    """The server while it is up."""

    def __init__(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = moto.server.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        self._server.start()
        host, port = self._server.get_host_and_port()
        self.endpoint = f"http://{host}:{port}"

    def made(self, *, versions: bool = False) -> Place:
        """A new bucket, empty."""
        name = f"assembly-{next(_numbers)}"
        httpx.put(f"{self.endpoint}/{name}").raise_for_status()
        if versions:
            asked = f"{self.endpoint}/{name}?versioning"
            httpx.put(asked, content=VERSIONS).raise_for_status()
        return Place(f"s3://{name}/files", self.endpoint, "us-east-1", "us", "secret")

    def holds(self, place: Place) -> list[str]:
        """The names in a bucket."""
        bucket = place.address.removeprefix("s3://").split("/")[0]
        said = httpx.get(f"{self.endpoint}/{bucket}?list-type=2").text
        return [part.split("</Key>")[0] for part in said.split("<Key>")[1:]]

    def stop(self) -> None:
        """End it."""
        self._server.stop()


@contextmanager
def s3() -> Iterator[S3]:
    """The server for a while."""
    server = S3()
    try:
        yield server
    finally:
        server.stop()


def settings(place: Place) -> dict[str, str]:
    """The settings of a node that has this bucket."""
    return {
        "blobs": place.address, "blobs_endpoint": place.endpoint, "blobs_region": place.region,
        "blobs_key": place.key, "blobs_secret": place.secret,
    }  # fmt: skip


def opened(place: Place) -> Bucket:
    """The bucket."""
    return open_bucket(place)
