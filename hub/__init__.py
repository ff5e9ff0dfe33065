"""An integration hub for public procurement documents."""

__all__ = ["__version__"]

__version__ = "0.1.0"
