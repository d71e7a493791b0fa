"""What came of the audit of a partition, and the document that tells of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from stream.audit.comparison import Difference
from stream.audit.tracing import Share
from stream.explain.naming import named
from stream.site import Site
from stream.units import format_instant
from stream.windows import standard_windows

MOST_NAMED: Final = 20
"""Of those who are behind a difference so many are named."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference, and who is behind it: contacts or agents with what they contribute and where their records are."""

    difference: Difference
    behind: Mapping[str, Share] = field(default_factory=dict)


@dataclass(slots=True)
class Verdict:
    """One partition; its `records` from `first_offset` to `applied_offset` were folded again.

    So many `vectors` (one a pane and slice) and `subjects` (contacts or agents) were compared; `in_sql` is how many
    sums SQL has counted, None where it was not asked.
    """

    topic: str
    partition: int
    applied_offset: int = -1
    first_offset: int = 0
    records: int = 0
    vectors: int = 0
    subjects: int = 0
    in_sql: int | None = None
    differences: int = 0
    first: Finding | None = None
    remarks: list[str] = field(default_factory=list)

    def found(self, first: Finding, more: int = 0) -> None:
        """There is a difference, and so many beside it."""
        self.first, self.differences = first, 1 + more


def document(verdicts: Sequence[Verdict], site: Site) -> dict[str, Any]:
    """All verdicts as one JSON object."""
    return {
        "differences": sum(verdict.differences for verdict in verdicts),
        "partitions": [
            {
                "topic": one.topic,
                "partition": one.partition,
                "first_offset": one.first_offset,
                "applied_offset": one.applied_offset,
                "records": one.records,
                "compared": {"panes": one.vectors, "subjects": one.subjects, "sums_in_sql": one.in_sql},
                "differences": one.differences,
                "first_difference": None if one.first is None else _finding(one.first, site),
                "remarks": one.remarks,
            }
            for one in verdicts
        ],
    }


def _finding(finding: Finding, site: Site) -> dict[str, Any]:
    difference = finding.difference
    place, in_pane = difference.place, difference.place is not None
    against = "sql" if difference.kind == "sql" else "folded_again"
    told: dict[str, Any] = {
        "kind": difference.kind,
        "name": difference.name,
        "unlike": [
            {**(_measure(part) if in_pane else {"part": part}), "kept": ours, against: theirs}
            for part, (ours, theirs) in difference.parts.items()
        ],
        "behind": [
            {
                "name": name,
                "contributes": {_measure(part)["measure"]: amount for part, amount in share.measures.items()},
                "offsets": share.offsets,
            }
            for name, share in list(finding.behind.items())[:MOST_NAMED]
        ],
        "behind_in_all": len(finding.behind),
    }
    if place is not None:
        told |= {
            "slice": dict(zip(site.labels, place.where, strict=False)),
            "from": format_instant(place.start_ms),
            "to": format_instant(place.start_ms + place.length_ms),
            "windows": _windows(site, place.length_ms),
        }
    return told


def _measure(part: int) -> dict[str, Any]:
    """The name and the attribution of a coordinate."""
    one = named(part)
    name = one.name if one.bin is None else f"{one.name}[{one.bin}]"
    return {"measure": name, "attribution": one.family}


def _windows(site: Site, length_ms: int) -> list[str]:
    """The windows that are made of panes of this length."""
    names = (
        window.name for window in standard_windows(site.days(), site.windows) if window.level_length_ms == length_ms
    )
    return sorted({name.partition("@")[0] for name in names})
