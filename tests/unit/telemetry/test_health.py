"""Health: alive when every loop turns, ready when what is needed is there."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from hub.errors import StoreUnavailable
from hub.telemetry.board import Board, take_down
from hub.telemetry.health import Health
from hub.telemetry.healthroutes import health_routes
from tests.world import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    """Time that the test moves."""
    return FakeClock()


@pytest.fixture
def board(clock: FakeClock) -> Board:
    """The board of one process."""
    return Board(clock=clock.monotonic)


def health(
    clock: FakeClock,
    board: Board,
    *roles: str,
    links: tuple[str, ...] = (),
    **probes: Callable[[], object],
) -> Health:
    """Health over a board and a clock."""
    return Health(roles, board, probes=probes, links=links, clock=clock.monotonic, patience=0.2)


def test_a_loop_that_stands_still_is_not_alive(clock: FakeClock, board: Board) -> None:
    """Ten seconds of silence are too many; one loop of two is enough to notice."""
    watched = health(clock, board, "relay", "worker")
    watched.tick("relay")
    watched.tick("worker")
    clock.advance(9)
    assert watched.livez().well
    watched.tick("relay")
    clock.advance(2)
    verdict = watched.livez()
    assert not verdict.well
    assert [(one.name, one.well) for one in verdict.checks] == [("relay", True), ("worker", False)]
    watched.tick("worker")
    assert watched.livez().well


def test_a_long_document_is_no_silence(clock: FakeClock, board: Board) -> None:
    """A loop that said how long it may be busy is given that time, and not more."""
    watched = health(clock, board, "worker")
    watched.tick("worker", quiet=900)
    clock.advance(905)
    assert watched.livez().well
    clock.advance(10)
    assert not watched.livez().well
    watched.tick("worker")
    clock.advance(11)
    assert not watched.livez().well, "the promise of an earlier document does not last"


def test_a_role_is_given_time_to_start(clock: FakeClock, board: Board) -> None:
    """Nothing heard of a role is no death at first, and one after a minute."""
    watched = health(clock, board, "worker")
    clock.advance(59)
    assert watched.livez().well
    clock.advance(2)
    assert not watched.livez().well


def test_one_process_answers_for_the_others(clock: FakeClock, tmp_path: Path) -> None:
    """Loops of other processes are read from the board; one that was buried is awaited anew."""
    worker = Board(tmp_path, clock.monotonic)
    worker._process = 4711
    watched = health(clock, Board(tmp_path, clock.monotonic), "worker")
    worker.tick("worker")
    assert watched.livez().well
    clock.advance(11)
    assert not watched.livez().well
    take_down(tmp_path, 4711)
    assert watched.livez().well, "it is being started again"
    clock.advance(61)
    assert not watched.livez().well


def test_the_database_decides_whether_it_is_ready(clock: FakeClock, board: Board) -> None:
    """Not ready while a probe fails or hangs; who asks is not told hosts or users."""
    trouble: list[Exception] = [StoreUnavailable("db.example: no route for user hub")]
    go = threading.Event()

    def fails() -> None:
        if trouble:
            raise trouble[0]

    watched = health(clock, board, "intake", database=fails)
    verdict = watched.readyz()
    assert not verdict.well
    assert "db.example" not in str(verdict.plain())
    trouble.clear()
    assert watched.readyz().well
    assert not health(clock, board, "intake", database=lambda: go.wait(30)).readyz().well
    go.set()


def test_a_worker_needs_the_broker_within_half_a_minute(clock: FakeClock, board: Board) -> None:
    """A short outage changes nothing; a longer one makes a worker unready until it is back."""
    watched = health(clock, board, "worker", links=("worker",))
    assert watched.readyz().well
    clock.advance(31)
    assert not watched.readyz().well, "never connected"
    board.link("worker", up=True)
    assert watched.readyz().well
    board.link("worker", up=False)
    clock.advance(20)
    board.link("worker", up=False)
    assert watched.readyz().well
    clock.advance(11)
    assert not watched.readyz().well
    assert watched.livez().checks[0].name == "worker"
    board.link("worker", up=True)
    assert watched.readyz().well


def test_an_intake_is_ready_without_the_broker(clock: FakeClock, board: Board) -> None:
    """It accepts into the database; that the broker is gone is told all the same."""
    watched = health(clock, board, "intake", "relay", links=("relay",))
    board.link("relay", up=False)
    clock.advance(300)
    verdict = watched.readyz()
    assert verdict.well
    link = next(one for one in verdict.checks if one.name == "link relay")
    assert (link.well, link.needed) == (False, False)


def test_a_hub_that_stops_is_not_ready_but_alive(clock: FakeClock, board: Board) -> None:
    """While it drains nothing more is sent here, and nobody kills it."""
    watched = health(clock, board, "worker")
    watched.tick("worker")
    watched.drain()
    assert not watched.readyz().well
    assert watched.livez().well


def ask(app: Starlette, path: str, method: str = "GET") -> httpx.Response:
    """One request to an application, without a network."""

    async def request() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
            return await client.request(method, path)

    return asyncio.run(request())


def test_routes_answer_with_status_and_reasons(clock: FakeClock, board: Board) -> None:
    """200 or 503 and a JSON object; the scrape as text."""
    watched = health(clock, board, "worker")
    app = Starlette(routes=health_routes(watched, lambda: b"hub_build_info 1\n"))
    assert ask(app, "/livez").status_code == 200
    assert ask(app, "/readyz").json() == {
        "well": True,
        "checks": {"draining": {"well": True, "said": "", "needed": True}},
    }
    clock.advance(100)
    watched.drain()
    for path in ("/livez", "/healthz", "/readyz"):
        answer = ask(app, path)
        assert (answer.status_code, answer.json()["well"]) == (503, False), path
        assert answer.headers["cache-control"] == "no-store"
    scrape = ask(app, "/metrics")
    assert scrape.text == "hub_build_info 1\n"
    assert scrape.headers["content-type"].startswith("text/plain; version=")
    assert ask(app, "/metrics", "POST").status_code == 405
