"""What holds for every test: reproducible examples without a stopwatch, the expensive tests last."""

import pytest
from hypothesis import settings

# A deadline would assert a duration. Fixed examples make a red run repeatable; `--hypothesis-profile search` looks on.
settings.register_profile("fixed", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("search", deadline=None, print_blob=True)
settings.load_profile("fixed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests on real systems behind all others, which keep their order."""
    items.sort(key=lambda test: test.get_closest_marker("system") is not None)
