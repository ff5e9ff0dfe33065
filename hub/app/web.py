"""HTTP for one installation: documents in and out, health and metrics, on one address."""

from collections.abc import Collection, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from hub.app.boundary import definite
from hub.app.webapp import WebSettings, build_web
from hub.app.webserver import WebServer
from hub.intake.http import Reception
from hub.intake.httpgather import GatheringInbox
from hub.pipeline.protocols import Acceptance, Arrival, Inbox
from hub.store.submissions import Submissions
from hub.telemetry.health import Health
from hub.telemetry.healthroutes import health_routes
from hub.telemetry.scrape import Scrape

if TYPE_CHECKING:
    from hub.app.hub import Hub

__all__ = ["Web"]

LINKED = frozenset({"relay", "worker"})
"""Roles that can do nothing without the broker."""


class _DefiniteInbox:
    """An inbox that raises ``HubError`` only, so that its users can tell a defect."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def accept(self, arrivals: Sequence[Arrival]) -> list[Acceptance]:
        """Accept as the inbox does."""
        return definite(lambda: self._inbox.accept(arrivals))


class Web:
    """The server, and the health that it tells.

    Args:
        hub: whose documents.
        roles: whose health is told, in whichever process they run.
        listen: ``host:port``. Raises ``ConfigurationError`` when it cannot be used.
    """

    def __init__(self, hub: "Hub", roles: Collection[str], listen: str) -> None:
        self._health = Health(
            roles,
            hub.instruments.board,
            probes={"database": hub.store.probe},
            links=LINKED & set(roles) if hub.means.broker is not None else (),
        )
        # Emptied at start, so it must not be shared by the processes of other roles.
        workshop = hub.home / "work" / "http" / "-".join(sorted(roles))
        workshop.mkdir(parents=True, exist_ok=True)
        confirming = [port.key for port in hub.register.ports if "keys" in port.settings]
        scrape = Scrape(hub.instruments.metrics, lambda: hub.archive.gauges(confirming))
        app = build_web(
            hub.register,
            Reception(
                GatheringInbox(_DefiniteInbox(hub.inbox)), hub.archive, checkpoint=hub.checkpoint
            ),
            Submissions(hub.store.database),
            hub.store.deliveries,
            workshop,
            settings=WebSettings(
                hub.means.max_upload,
                public_url=hub.means.public_url,
                confirmed=hub.instruments.metrics.confirmed,
            ),
            more=health_routes(self._health, scrape),
        )
        self._server = WebServer(app, listen)

    def drain(self) -> None:
        """Say that this installation takes no more work."""
        self._health.drain()

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.stop()
