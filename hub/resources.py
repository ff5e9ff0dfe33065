"""What the hub reads at run time beside its code: mappings, schemas, examples, pinned wheels.

In a checkout these folders stand beside ``hub/``; an installed wheel carries them in
``hub/_data``. Nobody else needs to know which of the two it is.
"""

from pathlib import Path

from hub.errors import ConfigurationError

__all__ = ["resource"]

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Find a file or folder of the project, for example ``resource("xsd", "manifest.tsv")``.

    Raises:
        ConfigurationError: it is not there, so the installation is incomplete.
    """
    carried = _PACKAGE / "_data"
    path = (carried if carried.is_dir() else _PACKAGE.parent).joinpath(*parts)
    if not path.exists():
        name = "/".join(parts)
        raise ConfigurationError(
            [f"{path}: {name} is missing from this installation; install the hub again"]
        )
    return path
