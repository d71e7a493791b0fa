"""What is wrong with a record that is refused, in words: the reason of the codec with the member and its value."""

from typing import Final

import msgspec

from stream.codec import MAX_BYTES, Wire, decode, members, missing
from stream.events import DIVERTED, KINDS, Rejected

_SHOWN: Final = {"unknown_type": "type", "bad_time": "time"}
_LONGEST: Final = 60


def diagnosed(value: bytes | None, reason: str) -> str:
    """The reason with what can be said beside it, such as `missing_field: queue` or `bad_time: "soon"`."""
    detail = _detail(value, reason)
    return f"{reason}: {detail}" if detail else reason


def names(value: bytes, contact: str) -> bool:
    """Whether a record that may be unreadable speaks of a contact: in its member, or torn as it is in its text."""
    if isinstance(decode(value), Rejected):
        record = members(value)
        return msgspec.json.encode(contact) in value if record is None else record.get("contact") == contact
    return False


def _detail(value: bytes | None, reason: str) -> str:
    if value is None:
        return "the record has no value"
    if reason == "too_large":
        return f"{len(value):,} bytes of at most {MAX_BYTES:,}"
    if reason == "not_json":
        return _fault_of_json(value)
    record = members(value) or {}
    if reason == "missing_field":
        return missing(record) or ""
    if reason == "bad_field":
        return _fault_of_field(record)
    return _short(record.get(_SHOWN[reason])) if reason in _SHOWN else ""


def _fault_of_json(value: bytes) -> str:
    try:
        msgspec.json.decode(value)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        return str(fault)
    return ""


def _fault_of_field(record: dict[str, object]) -> str:
    try:
        msgspec.convert(record, Wire)
    except msgspec.ValidationError as fault:
        reason, _, path = str(fault).partition(" - at `$.")
        return f"{path.rstrip('`')}: {reason}"
    return f"reason: {_short(record.get('reason'))} is none" if KINDS.get(str(record.get("type"))) == DIVERTED else ""


def _short(written: object) -> str:
    text = msgspec.json.encode(written).decode()
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
