"""What a sender asks over HTTP: take this document; what became of it; what did I send."""

from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from hub.app.answertext import answer_text
from hub.app.webdesk import LARGEST_NUMBER, LONGEST_PAGE, PAGE, AccountDesk
from hub.app.webhandin import hand_in
from hub.app.webproblem import Problem
from hub.intake.http import document_path
from hub.model.sentence import LANGUAGES

__all__ = ["account_routes"]


def account_routes(desk: AccountDesk) -> APIRouter:
    """Return the routes under ``/v1/accounts``."""
    routes = APIRouter(prefix="/v1/accounts", tags=["accounts"])

    @routes.post("/{account}/documents", status_code=202)
    async def handing_in(account: str, request: Request, name: str | None = None) -> Response:
        """Take one document, the body as it is. Answered when the hub keeps it."""
        accepted = await hand_in(desk, account, request, name)
        if accepted is None:
            return Response(status_code=400)  # nobody reads it any more
        where = desk.link(document_path(account, accepted.interchange))
        body = {
            "interchange": accepted.interchange,
            "number": accepted.accept_number,
            "status": where,
        }
        return JSONResponse(body, 200 if accepted.repeated else 202, {"Location": where})

    @routes.get("/{account}/documents")
    def handed_in(
        account: str,
        request: Request,
        state: Literal["open", "ended", "parked"] | None = None,
        after: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0,
        limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE)] = PAGE,
    ) -> Response:
        """List what the account handed in, in the order of acceptance."""
        desk.enter(account, request)
        rows = desk.listing.listed(account, limit, after, state)
        listed = [
            {
                "interchange": row["id"],
                "number": row["accept_number"],
                **{key: row[key] for key in ("name", "sha256", "size", "accepted_at")},
                "state": row["state"],
                "verdict": row["verdict"],
                "status": desk.link(document_path(account, row["id"])),
            }
            for row in rows
        ]
        following = None
        if len(rows) == limit:
            which = f"&state={state}" if state else ""
            path = f"/v1/accounts/{account}/documents"
            last = rows[-1]["accept_number"]
            following = desk.link(f"{path}?after={last}&limit={limit}{which}")
        return JSONResponse({"documents": listed, "next": following})

    @routes.get("/{account}/documents/{interchange}")
    def what_became(account: str, interchange: str, request: Request) -> Response:
        """Say where a document stands, with the report once there is one."""
        desk.enter(account, request)
        found = desk.found(account, interchange)
        report = desk.report(found)
        told = None if report is None else msgspec.json.decode(report)
        path = document_path(account, found["id"])
        body = {
            "interchange": found["id"],
            "number": found["accept_number"],
            **{key: found[key] for key in ("name", "sha256", "size", "accepted_at", "state")},
            "verdict": None if told is None else told["verdict"],
            "report": told,
            "report_text": None if told is None else desk.link(f"{path}/report.txt"),
            "replay_of": found["replay_of"],
            "replays": found["replays"],
        }
        return JSONResponse(body)

    @routes.get("/{account}/documents/{interchange}/report.txt")
    def report_text(account: str, interchange: str, request: Request) -> Response:
        """Give the report as a page of text, in the language of the account."""
        desk.enter(account, request)
        report = desk.report(desk.found(account, interchange))
        if report is None:
            raise Problem.unknown()
        language = desk.languages.get(account, LANGUAGES[0])
        text = answer_text(msgspec.json.decode(report), language)
        return Response(text, media_type="text/plain; charset=utf-8")

    return routes
