"""The hub's HTTP interface, put together: one ASGI application for senders and receivers."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from fastapi import FastAPI

from hub import __version__
from hub.app.register import Register
from hub.app.webaccounts import account_routes
from hub.app.webdesk import PATIENCE, AccountDesk, Listing
from hub.app.webkeys import Keyring
from hub.app.webports import PortDesk, port_routes
from hub.app.webproblem import answer_problems
from hub.intake.http import Reception
from hub.intake.httpupload import clear_workshop
from hub.model.sentence import Language
from hub.pipeline.protocols import Archive, Deliveries

__all__ = ["WebLimits", "build_web"]

HTTP_ACCOUNT = "http"


@dataclass(frozen=True, slots=True)
class WebLimits:
    """What one request may use.

    Args:
        most: bytes a document may have, unpacked.
        patience: seconds that a sender may be silent within a body.
    """

    most: int = 1 << 30
    patience: float = PATIENCE


def build_web(
    register: Register,
    reception: Reception,
    listing: Listing,
    deliveries: Deliveries,
    workshop: Path,
    *,
    limits: WebLimits,
    public_url: str | None = None,
) -> FastAPI:
    """Return the application.

    Args:
        register: accounts of kind ``http`` and ports that have keys.
        reception: brings documents before the inbox.
        listing: what an account handed in.
        deliveries: what lies ready on ports.
        workshop: folder of this server alone, for bodies on their way in.
        limits: what one request may use.
        public_url: beginning of links; without it links begin at the root.
    """
    clear_workshop(workshop)
    base = (public_url or "").rstrip("/")

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
        limits.most,
        link,
        limits.patience,
    )
    app.include_router(account_routes(desk))
    ports: Mapping[str, list[str]] = {
        port.key: list(port.settings["keys"]) for port in register.ports if "keys" in port.settings
    }
    app.include_router(port_routes(PortDesk(deliveries, Keyring(ports), link)))
    return app


def _language(name: str) -> Language:
    return cast(Language, name) if name in get_args(Language) else "en"
