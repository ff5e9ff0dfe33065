"""Exit codes, and how the hub's own trouble is told on a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

import typer

from hub.cli.console import errors, printable
from hub.errors import ConfigurationError, HubError, TransientError

__all__ = ["ExitCode", "told"]


class ExitCode(IntEnum):
    """What a command's exit code means."""

    FINE = 0
    REJECTED = 1
    """A document was rejected."""
    USAGE = 2
    CONFIGURATION = 3
    """Configuration or schemas are missing or wrong."""
    UNREACHABLE = 4
    """A server is not reachable."""
    DEFECT = 70
    """The hub broke one of its own promises (EX_SOFTWARE)."""


@contextmanager
def told() -> Iterator[None]:
    """Tell trouble in a sentence and leave with its exit code."""
    try:
        yield
    except ConfigurationError as error:
        for mistake in error.mistakes:
            errors().print(f"error: {printable(mistake)}", markup=False)
        raise typer.Exit(ExitCode.CONFIGURATION) from error
    except TransientError as error:
        errors().print(f"error: {printable(error)}", markup=False)
        raise typer.Exit(ExitCode.UNREACHABLE) from error
    except HubError as error:
        kind = type(error).__name__
        errors().print(f"error: {kind}: {printable(error)}", markup=False)
        errors().print("This is a fault of the hub, not of your document. Please report it.")
        raise typer.Exit(ExitCode.DEFECT) from error
    except BrokenPipeError as error:
        # The reader of a pipe went away, as `| head` does: nothing is wrong.
        sys.stderr.close()
        raise typer.Exit(ExitCode.FINE) from error
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        errors().print(f"error: {printable(error.filename)}: {error.strerror}", markup=False)
        raise typer.Exit(ExitCode.USAGE) from error
