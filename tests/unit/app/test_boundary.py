"""What trouble means for a document."""

import pytest

from hub.app.boundary import Done, Drop, Park, Stopped, Wait, attempt, definite
from hub.errors import (
    ConfigurationError,
    ContentGone,
    Defect,
    Fenced,
    LimitReached,
    PortRefused,
    PortUnavailable,
    SchemasMissing,
    StoreUnavailable,
)


def test_success_stands() -> None:
    """What worked is handed on."""
    assert attempt(lambda: 7) == Done(7)


@pytest.mark.parametrize(
    ("trouble", "meaning"),
    [
        (StoreUnavailable("x"), Wait("x")),
        (PortUnavailable("x"), Wait("x")),
        (SchemasMissing(["x"]), Wait("x")),
        (PortRefused("x"), Park("port-refused", "x")),
        (ConfigurationError(["x", "y"]), Park("configuration-error", "x\ny")),
        (Defect("x"), Park("defect", "x")),
        (ContentGone("x"), Park("content-gone", "x")),
        (Fenced("x"), Drop("x")),
        (LimitReached("time"), Stopped("time")),
        (MemoryError(), Stopped("memory")),
        (KeyError("x"), Park("defect", "KeyError: 'x'")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_trouble_has_one_meaning(trouble: Exception, meaning: object) -> None:
    """Every kind of trouble is judged here, and nothing gets out."""

    def fails() -> None:
        raise trouble

    assert attempt(fails) == meaning


@pytest.mark.parametrize(
    ("trouble", "raised"), [(KeyError("x"), Defect), (StoreUnavailable("x"), StoreUnavailable)]
)
def test_a_bug_is_told_as_a_defect(trouble: Exception, raised: type[Exception]) -> None:
    """Where there is no document to decide about, trouble has one of the hub's own names."""

    def fails() -> None:
        raise trouble

    assert definite(lambda: 7) == 7
    with pytest.raises(raised):
        definite(fails)


def test_stopping_the_process_is_no_trouble() -> None:
    """What is meant to end the process does."""

    def stops() -> None:
        raise KeyboardInterrupt

    for do in (attempt, definite):
        with pytest.raises(KeyboardInterrupt):
            do(stops)
