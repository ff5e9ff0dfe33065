"""Ways in and out, built from accounts and ports as configured."""

from collections.abc import Mapping
from pathlib import Path

from hub.app.register import Register
from hub.errors import ConfigurationError
from hub.intake.folder import FolderIntake
from hub.pipeline.protocols import Checkpoint, Clock, Intake, OutPort
from hub.ports.folder import FolderPort

__all__ = ["build_intakes", "build_ports"]


def build_intakes(
    register: Register, workshop: Path, clock: Clock, checkpoint: Checkpoint, settle: float
) -> Mapping[str, Intake]:
    """Return the way in of every account; raises ``ConfigurationError`` for unknown kinds."""
    built: dict[str, Intake] = {}
    mistakes = []
    for account in register.accounts:
        if account.kind != "folder":
            mistakes.append(
                f"account {account.key}: kind {account.kind!r} is not known; use folder"
            )
            continue
        built[account.key] = FolderIntake(
            account.key,
            Path(account.settings["path"]),
            workshop,
            clock,
            settle=settle,
            checkpoint=checkpoint,
        )
    if mistakes:
        raise ConfigurationError(mistakes)
    return built


def build_ports(register: Register, checkpoint: Checkpoint) -> Mapping[str, OutPort]:
    """Return every way out; raises ``ConfigurationError`` for unknown kinds."""
    built: dict[str, OutPort] = {}
    mistakes = []
    for port in register.ports:
        if port.kind != "folder":
            mistakes.append(f"port {port.key}: kind {port.kind!r} is not known; use folder")
            continue
        built[port.key] = FolderPort(Path(port.settings["path"]), checkpoint)
    if mistakes:
        raise ConfigurationError(mistakes)
    return built
