"""Health and metrics over HTTP, to be mounted in a web application."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from hub.telemetry.health import Health, Verdict
from hub.telemetry.scrape import MEDIA_TYPE

__all__ = ["health_routes"]

FRESH = {"Cache-Control": "no-store"}
UNAVAILABLE = 503


def health_routes(health: Health, scrape: Callable[[], bytes]) -> list[BaseRoute]:
    """Return ``/livez``, ``/healthz`` (the same), ``/readyz`` and ``/metrics``.

    200 when well, 503 when not, with a JSON object that says what was looked at. None of
    them asks for a key: keep the address away from the outside, or the paths at a proxy.
    """

    async def livez(_: Request) -> Response:
        # On the event loop itself: it answers although every thread may be taken.
        return _told(health.livez())

    def readyz(_: Request) -> Response:
        return _told(health.readyz())

    def metrics(_: Request) -> Response:
        return Response(scrape(), media_type=MEDIA_TYPE, headers=FRESH)

    return [
        Route("/livez", livez),
        Route("/healthz", livez),
        Route("/readyz", readyz),
        Route("/metrics", metrics),
    ]


def _told(verdict: Verdict) -> Response:
    return JSONResponse(verdict.plain(), 200 if verdict.well else UNAVAILABLE, FRESH)
