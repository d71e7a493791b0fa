"""Sums of the catalogue's terms as PromQL with Grafana's variables in it."""

from collections.abc import Sequence
from itertools import groupby

from agents.outputs.series import series_of


def counted(terms: Sequence[str], label: str | None, by: Sequence[str], where: str) -> str:
    """What the terms come to by these labels, each summed over the workers first; `where` are the matchers.

    A `label` that the terms leave open is one of `by`. Neighbours that differ in the value of a label are one sum.
    """
    groups = f"by ({', '.join(by)}) " if by else ""
    signed = [("-", series_of(term[1:])) if term.startswith("-") else ("+", series_of(term)) for term in terms]
    text = ""
    for (sign, metric, given), same in groupby(signed, key=lambda one: (one[0], one[1].metric, one[1].label)):
        values = "|".join(series.value for _, series in same)
        further = f', {given}=~"{values}"' if given and not label else ""
        part = f"sum {groups}({metric}{{{where}{further}}})"
        text = f"{text} {sign} {part}" if text else part
    return text
