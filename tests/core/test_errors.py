"""Errors that a person can mend: one line with file, key and reason."""

import pytest

from stream.errors import CatalogueError, ConfigurationError, FloorwatchError


@pytest.mark.parametrize("kind", [FloorwatchError, ConfigurationError, CatalogueError])
def test_an_error_names_file_key_and_reason(kind: type[FloorwatchError]) -> None:
    """In one line, and apart."""
    error = kind("floorwatch.toml", "queues.sales.channel", "is unknown")

    assert "floorwatch.toml: queues.sales.channel: is unknown" == str(error)
    assert ("floorwatch.toml", "queues.sales.channel", "is unknown") == (error.file, error.key, error.reason)
    assert isinstance(error, FloorwatchError)


def test_an_error_of_a_whole_file_has_no_key() -> None:
    """Then the line leaves it out."""
    assert "kpis.toml: is no TOML" == str(CatalogueError("kpis.toml", "", "is no TOML"))
