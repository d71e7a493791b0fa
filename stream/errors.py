"""What can be wrong with what a person wrote. Records that cannot be read are no errors: they are outcomes.

FloorwatchError
├── ConfigurationError   a key of floorwatch.toml or of the environment
└── CatalogueError       a key of kpis.toml
"""

from typing import Final

NOT_TOML: Final = (ValueError, RecursionError)
"""What `tomllib` raises: its own error, and that of the interpreter where numbers or brackets do not end."""


class FloorwatchError(Exception):
    """Anything that ends a command with one line; `file`, `key` and `reason` say where to look."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        """Name the place and the reason."""
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason


class ConfigurationError(FloorwatchError):
    """A site's configuration is not valid."""


class CatalogueError(FloorwatchError):
    """The catalogue of KPIs is not valid."""


def unwritable(path: object, fault: OSError) -> ConfigurationError:
    """The error for a place that somebody has named and that cannot be written."""
    return ConfigurationError(str(path), "", f"cannot be written: {fault.strerror}")
