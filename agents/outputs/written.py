"""How configuration is written: YAML in the order given, expressions as blocks, with a note where it comes from."""

from collections.abc import Mapping
from typing import Final

import yaml

from stream.units import DAY, HOUR, MINUTE, SECOND, Millis

_NOTE: Final = (
    "# Written by floorwatch: `make generate` for the defaults, `floorwatch generate` for a site of your own.\n"
    "# Change floorwatch.toml or the generator, not this file.\n"
)
_UNITS: Final = (("d", DAY), ("h", HOUR), ("m", MINUTE), ("s", SECOND))


class _Writer(yaml.SafeDumper):
    """Lists are indented below their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - as yaml calls it
        super().increase_indent(flow=flow, indentless=False)


def _text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Writer.add_representer(str, _text)


def document(content: Mapping[str, object]) -> str:
    """The text of a file."""
    return _NOTE + yaml.dump(
        content, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=10_000, default_flow_style=False
    )


def duration(span_ms: Millis) -> str:
    """A span as Prometheus and Alertmanager write it: one unit; less than a second is a millisecond's matter."""
    for unit, length_ms in _UNITS:
        if span_ms and span_ms % length_ms == 0:
            return f"{span_ms // length_ms}{unit}"
    return f"{span_ms}ms" if span_ms else "0s"
