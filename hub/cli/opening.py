"""The running hub, imported only by the commands that need it.

A database library costs a second and thirty megabytes, which `hub check` and `hub convert`
should not pay.
"""

from typing import TYPE_CHECKING

from hub.app.settings import Settings

if TYPE_CHECKING:
    from hub.app.bootstrap import Hub

__all__ = ["open_hub", "run_hub"]


def open_hub(settings: Settings) -> "Hub":
    """Open the embedded hub's store; a context manager."""
    from hub.app.bootstrap import open_hub as opened  # noqa: PLC0415 - see above

    return opened(settings)


def run_hub(settings: Settings, roles: tuple[str, ...]) -> int:
    """Run roles until the hub is told to stop; return the exit code."""
    from hub.app.supervisor import run_hub as run  # noqa: PLC0415 - see above

    return run(settings, roles=roles)
