"""The hub's HTTP interface, put together: one ASGI application for senders and receivers."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from fastapi import FastAPI
from starlette.routing import BaseRoute

from hub import __version__
from hub.app.register import Register
from hub.app.webaccounts import account_routes
from hub.app.webdesk import AT_ONCE, PATIENCE, AccountDesk, Listing
from hub.app.webkeys import Keyring
from hub.app.webports import PortDesk, port_routes
from hub.app.webproblem import answer_problems
from hub.intake.http import Reception
from hub.intake.httpupload import clear_workshop
from hub.model.sentence import Language
from hub.pipeline.protocols import Archive, Deliveries

__all__ = ["WebSettings", "build_web"]

HTTP_ACCOUNT = "http"


@dataclass(frozen=True, slots=True)
class WebSettings:
    """How the interface is set up.

    Args:
        most: bytes a document may have, unpacked.
        patience: seconds that a sender may be silent within a body.
        at_once: documents that are taken in at one time.
        public_url: beginning of links; without it links begin at the root.
        confirmed: is told the port whenever a receiver confirms a document.
    """

    most: int = 1 << 30
    patience: float = PATIENCE
    at_once: int = AT_ONCE
    public_url: str | None = None
    confirmed: Callable[[str], None] = lambda _: None


def build_web(
    register: Register,
    reception: Reception,
    listing: Listing,
    deliveries: Deliveries,
    workshop: Path,
    *,
    settings: WebSettings,
    more: Sequence[BaseRoute] = (),
) -> FastAPI:
    """Return the application.

    Args:
        register: accounts of kind ``http`` and ports that have keys.
        reception: brings documents before the inbox.
        listing: what an account handed in.
        deliveries: what lies ready on ports.
        workshop: folder of this server alone, for bodies on their way in.
        settings: how it is set up.
        more: further routes, such as those of health and metrics.
    """
    clear_workshop(workshop)
    base = (settings.public_url or "").rstrip("/")

    def link(path: str) -> str:
        return f"{base}{path}"

    app = FastAPI(
        title="Procurement hub",
        version=__version__,
        openapi_url="/v1/openapi.json",
        docs_url=None,  # the usual pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
    )
    answer_problems(app)
    accounts = [one for one in register.accounts if one.kind == HTTP_ACCOUNT]
    archive: Archive = reception.archive
    desk = AccountDesk(
        reception,
        archive,
        listing,
        Keyring({one.key: one.settings.get("keys", ()) for one in accounts}),
        {one.key: _language(one.language) for one in accounts},
        workshop,
        settings.most,
        link,
        settings.patience,
        asyncio.Semaphore(settings.at_once),
    )
    app.include_router(account_routes(desk))
    ports: Mapping[str, list[str]] = {
        port.key: list(port.settings["keys"]) for port in register.ports if "keys" in port.settings
    }
    app.include_router(port_routes(PortDesk(deliveries, Keyring(ports), link, settings.confirmed)))
    app.router.routes.extend(more)
    return app


def _language(name: str) -> Language:
    return cast(Language, name) if name in get_args(Language) else "en"
