"""Where a replay goes when nobody says it."""

from typing import Any

from hub.app.replaying import Failed, what_failed


def way(position: int, receiver: str, state: str = "routed", **more: Any) -> dict[str, Any]:
    """Return a route at the port of a network."""
    row = {"position": position, "port": "net.in", "receiver": receiver, "agreement": None}
    return {**row, "state": state, **more}


def document(
    position: int, outcome: str, *ways: dict[str, Any], kind: str | None = "catalogue"
) -> dict[str, Any]:
    """Return a document of an interchange."""
    row = {"id": f"d{position}", "position": position, "kind": kind}
    return {**row, "outcome": outcome, "routes": list(ways)}


def interchange(*ways: dict[str, Any], parked: tuple[int, ...] = ()) -> dict[str, Any]:
    """Return an interchange of one document with these routes."""
    return {
        "state": "ended",
        "documents": [document(1, "accepted", *ways)],
        "deliveries": [
            {
                "kind": "output",
                "state": "parked" if one["position"] in parked else "delivered",
                "document": "d1",
                "route": one["position"],
                "port": one["port"],
            }
            for one in ways
        ],
    }


def test_only_failed_routes_of_a_shared_port() -> None:
    """What one member has got is not sent again because another one refused."""
    found = what_failed(
        interchange(way(1, "town", agreement="T1"), way(2, "village", "refused", agreement="V1"))
    )
    assert found == Failed(("net.in#village#V1",), (1,))


def test_only_parked_outputs_of_a_shared_port() -> None:
    """A delivery that was given up is sent again, its neighbour at the port is not."""
    found = what_failed(interchange(way(1, "town"), way(2, "net"), parked=(2,)))
    assert found == Failed(("net.in#net",), (1,))


def test_nothing_failed() -> None:
    """There is nothing to do again."""
    assert what_failed(interchange(way(1, "town"))) is None


def several(*documents: dict[str, Any], state: str = "ended") -> dict[str, Any]:
    """Return an interchange of several documents."""
    return {"state": state, "documents": list(documents), "deliveries": []}


def test_only_documents_that_failed() -> None:
    """What was accepted, or was here before, is not replayed for its neighbours."""
    found = what_failed(
        several(
            document(1, "accepted", way(1, "town")),
            document(2, "unroutable"),
            document(3, "duplicate"),
            document(4, "rejected", way(1, "town", "refused")),
        )
    )
    assert found == Failed((), (2, 4))


def test_each_failed_route_is_of_its_own_document() -> None:
    """What failed for one document went well for another, and one goes everywhere."""
    found = what_failed(
        several(
            document(1, "accepted", way(1, "town"), way(2, "village", "output-invalid")),
            document(2, "accepted", way(1, "town", "refused"), way(2, "village")),
            document(3, "held"),
        )
    )
    assert found == Failed(("document=1/net.in#village", "document=2/net.in#town"), (1, 2, 3))


def test_all_of_what_a_worker_gave_up() -> None:
    """Nothing in it ended, so all of it is to do."""
    assert what_failed(several(state="parked")) == Failed()


def test_all_of_what_could_not_be_read() -> None:
    """The one row of a file that was too big or of no known format stands for all documents."""
    assert what_failed(several(document(1, "rejected", kind=None))) == Failed()


def test_everything_from_where_reading_broke_off() -> None:
    """What follows the documents that could be read is not known, and all of it is wanted."""
    found = what_failed(
        several(
            document(1, "accepted", way(1, "town"), way(2, "village", "refused")),
            document(2, "accepted", way(1, "town")),
            document(3, "rejected", kind=None),
        )
    )
    assert found == Failed(("document=1/net.in#village",), (1, 3), 3)


def test_what_failed_of_a_replay_is_part_of_it() -> None:
    """A document goes where the replay was to go, also those behind where reading broke off."""
    asked = Failed(("document=2/net.in#town", "document=7/net.in#village"), (2, 7, 9))
    failed = several(
        document(2, "rejected", way(1, "town", "refused")), document(5, "rejected", kind=None)
    )
    assert what_failed(failed, asked) == asked
    assert what_failed(several(failed["documents"][0]), asked) == Failed(("net.in#town",), (2,))
    assert what_failed(several(state="parked"), asked) == asked


def test_what_a_replay_took_up_is_left_to_it() -> None:
    """Neither a document nor a route goes out for the second time; the others go."""
    failed = several(
        document(1, "held"),
        document(2, "rejected"),
        document(3, "accepted", way(1, "town", "refused"), way(2, "village", "refused")),
        document(4, "held"),
    )
    replays = [Failed((), (1,)), Failed(("net.in#town",), (3,)), Failed(("net.in",))]
    found = what_failed(failed, None, replays, {4})
    assert found == Failed(("document=3/net.in#village",), (2, 3))
    assert what_failed(failed, None, [Failed((), (1, 2, 3, 4))]) is None
    assert what_failed(several(state="parked"), None, [Failed()]) is None
