"""Where a replay goes when nobody says it."""

from typing import Any

from hub.app.replaying import failed_routes


def way(position: int, receiver: str, state: str = "routed", **more: Any) -> dict[str, Any]:
    """Return a route at the port of a network."""
    row = {"position": position, "port": "net.in", "receiver": receiver, "agreement": None}
    return {**row, "state": state, **more}


def interchange(*ways: dict[str, Any], parked: tuple[int, ...] = ()) -> dict[str, Any]:
    """Return an interchange of one document with these routes."""
    return {
        "state": "ended",
        "documents": [{"id": "d", "outcome": "accepted", "routes": list(ways)}],
        "deliveries": [
            {
                "kind": "output",
                "state": "parked" if one["position"] in parked else "delivered",
                "document": "d",
                "route": one["position"],
                "port": one["port"],
            }
            for one in ways
        ],
    }


def test_only_failed_routes_of_a_shared_port() -> None:
    """What one member has got is not sent again because another one refused."""
    found = failed_routes(
        interchange(way(1, "town", agreement="T1"), way(2, "village", "refused", agreement="V1"))
    )
    assert found == ("net.in#village#V1",)


def test_only_parked_outputs_of_a_shared_port() -> None:
    """A delivery that was given up is sent again, its neighbour at the port is not."""
    assert failed_routes(interchange(way(1, "town"), way(2, "net"), parked=(2,))) == ("net.in#net",)


def test_nothing_failed() -> None:
    """There is nothing to do again."""
    assert failed_routes(interchange(way(1, "town"))) is None
