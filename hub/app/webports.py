"""What a receiver asks over HTTP: what is there for me; give it to me; I have it.

The same contents serve a port of kind ``queue`` for documents that are too large for it.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from starlette.responses import FileResponse, Response

from hub.app.webdesk import LARGEST_NUMBER, LONGEST_PAGE, PAGE
from hub.app.webkeys import Keyring
from hub.app.webproblem import Problem, known_id
from hub.disk import safe_name
from hub.formats.payload import Payload
from hub.pipeline.protocols import Deliveries
from hub.ports.pull import content_path

__all__ = ["PortDesk", "port_routes"]

SAFE_TYPE = "application/octet-stream"
LISTED = (
    *("id", "number", "name", "media_type", "size", "sha256"),
    *("lane", "document", "interchange", "delivered_at"),
)


@dataclass(frozen=True)
class PortDesk:
    """What the routes of ports need.

    Args:
        deliveries: what lies ready.
        keys: by port, those of ports that have any.
        link: makes an address of a path.
        confirmed: is told the port at every confirmation.
    """

    deliveries: Deliveries
    keys: Keyring
    link: Callable[[str], str]
    confirmed: Callable[[str], None]

    def enter(self, port: str, request: Request) -> None:
        """Let a caller in who has a key of the port."""
        if not self.keys.bearer(port, request.headers.get("authorization")):
            raise Problem.unauthorised()


def port_routes(desk: PortDesk) -> APIRouter:
    """Return the routes under ``/v1/ports``."""
    routes = APIRouter(prefix="/v1/ports", tags=["ports"])

    @routes.get("/{port}/documents")
    def waiting(
        port: str,
        request: Request,
        after: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
        limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE)] = PAGE,
    ) -> Response:
        """List what lies ready and is not confirmed, in order."""
        desk.enter(port, request)
        rows = desk.deliveries.listed(port, limit, after)
        listed = []
        for row in rows:
            where = desk.link(content_path(port, row["id"]))
            shown = {name: row[name] for name in LISTED}
            listed.append({**shown, "content": where, "confirm": f"{where}/confirm"})
        following = None
        if len(rows) >= limit:
            path = f"/v1/ports/{quote(port, safe='')}/documents"
            following = desk.link(f"{path}?after={rows[-1]['number']}&limit={limit}")
        return JSONResponse({"documents": listed, "next": following})

    @routes.get("/{port}/documents/{identity}")
    def content(port: str, identity: str, request: Request) -> Response:
        """Give a document as it is; a part of it when ``Range`` asks for one."""
        desk.enter(port, request)
        payload = desk.deliveries.content_for(port, known_id(identity))
        if payload is None:
            raise Problem.unknown()
        return _document(payload)

    @routes.post("/{port}/documents/{identity}/confirm", status_code=204)
    def confirm(port: str, identity: str, request: Request) -> Response:
        """Note that the receiver has a document; it is not listed any more."""
        desk.enter(port, request)
        if not desk.deliveries.confirm(port, known_id(identity)):
            raise Problem.unknown()
        desk.confirmed(port)
        return Response(status_code=204)

    return routes


def _document(payload: Payload) -> Response:
    name = safe_name(payload.name)
    plain = "".join(mark if mark.isascii() and mark not in '"\\%' else "_" for mark in name)
    digest = base64.b64encode(bytes.fromhex(payload.sha256)).decode()
    headers = {
        "ETag": f'"{payload.sha256}"',
        "Repr-Digest": f"sha-256=:{digest}:",
        # Written here, because a framework would add a charset, which only the document knows.
        "Content-Type": payload.media_type or SAFE_TYPE,
        "Content-Disposition": (
            f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        ),
        # A document is data: no browser is to run what is in it.
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    if payload.path is not None:
        return FileResponse(payload.path, headers=headers)
    with payload.open() as stream:
        return Response(stream.read(), headers=headers)
