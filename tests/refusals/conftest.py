"""The formats and made-up folders of the pipeline's tests."""

from tests.unit.pipeline.conftest import formats, hall, made_up, profiles

__all__ = ["formats", "hall", "made_up", "profiles"]
