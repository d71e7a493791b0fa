"""Sums of the catalogue's terms as PromQL with Grafana's variables in it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from agents.metrics.naming import named
from stream.definition import LABELS
from stream.measures import MEASURES

_MEASURES: Final = {measure.name: measure for measure in MEASURES}


class Term(NamedTuple):
    """The sign and the metric of a term, and the label of which it is one value where it is."""

    sign: str
    metric: str
    label: str
    value: str


def counted(terms: Sequence[str], label: str | None, by: Sequence[str], where: str) -> str:
    """What the terms come to by these labels, each summed over the workers first; `where` are the matchers.

    A `label` that the terms leave open is one of `by`. Neighbours that differ in the value of a label are one sum.
    """
    groups = f"by ({', '.join(by)}) " if by else ""
    text = ""
    for (sign, metric, given), same in groupby((_term(term, label) for term in terms), key=lambda term: term[:3]):
        values = "|".join(term.value for term in same)
        further = f', {given}=~"{values}"' if given else ""
        part = f"sum {groups}({metric}{{{where}{further}}})"
        text = f"{text} {sign} {part}" if text else part
    return text


def _term(written: str, label: str | None) -> Term:
    sign, name = ("-" if written.startswith("-") else "+"), written.removeprefix("-")
    left_open = f"{{{label}}}"
    if label and name.endswith(left_open):
        return Term(sign, named(_MEASURES[name.replace(left_open, LABELS[label][0])]).metric, "", "")
    series = named(_MEASURES[name])
    return Term(sign, series.metric, series.labels[-1] if series.value else "", series.value or "")
