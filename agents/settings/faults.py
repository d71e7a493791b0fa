"""From what a model refuses to the lines that a person reads: file, key, reason."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from stream.errors import ConfigurationError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_LONGEST: Final = 60
_MARK_OF_A_KEY: Final = "[key]"
"""pydantic's last step towards the key of a mapping, where not the value but the key is refused."""

Place = tuple[int | str, ...]


def key_path(place: Sequence[int | str]) -> str:
    """The path of a key as a person finds it: `queues[2].channel`, counted from 0."""
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place if step != _MARK_OF_A_KEY)
    return path.removeprefix(".")


def places(invalid: ValidationError) -> "list[tuple[Place, ErrorDetails]]":
    """Where a value was refused, with pydantic's own account of it."""
    return [(fault["loc"], fault) for fault in invalid.errors(include_url=False)]


def reason_of(fault: "ErrorDetails", *, private: bool = False) -> str:
    """The reason in words; a private value is not repeated."""
    cause = fault.get("ctx", {}).get("error")
    if isinstance(cause, ValueError):
        return str(cause)
    if fault["type"] == "missing":
        return "is missing"
    _, should, rest = fault["msg"].partition("should ")
    reason = (should + rest or fault["msg"]).removesuffix(", unable to interpret input")
    written = repr(fault["input"])
    if private or isinstance(fault["input"], dict | list) or len(written) > _LONGEST:
        return reason
    return f"{reason}, not {written}"


def together(faults: Iterable[ConfigurationError]) -> ConfigurationError:
    """One error for several: the first, with the others as its notes."""
    first, *others = faults
    for other in others:
        for line in (str(other), *getattr(other, "__notes__", ())):
            first.add_note(line)
    return first


def all_good(*faults: ConfigurationError) -> None:
    """Raise all of these as one, if there are any."""
    if faults:
        raise together(faults)
