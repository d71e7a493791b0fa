"""Each recording is read once for all tests."""

from collections.abc import Callable
from functools import cache

import pytest

from tests.oracle.recordings import Recording


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Recording]:
    """Return what reads a recording by its name."""
    folder = tmp_path_factory.mktemp("recordings")

    @cache
    def read(name: str) -> Recording:
        return Recording(name, folder)

    return read
