"""Python files of mapping folders, loaded by path and never by a side effect of imports."""

import importlib.util
from pathlib import Path
from types import ModuleType

from hub.errors import MappingError

__all__ = ["load_module", "sibling"]


def load_module(path: Path) -> ModuleType | None:
    """Load one file of a mapping folder; None when there is no such file."""
    if not path.is_file():
        return None
    name = f"hub_mapping_{path.parent.name}_{path.stem}".replace("-", "_").replace(".", "_")
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise MappingError([f"{path.parent.name}/{path.name}: cannot be loaded"])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sibling(file: str, name: str) -> ModuleType:
    """Load ``<name>.py`` beside ``file``, so that rules and writer share their functions."""
    path = Path(file).parent / f"{name}.py"
    module = load_module(path)
    if module is None:
        raise MappingError([f"{path.parent.name}/{path.name}: there is no such file"])
    return module
