"""PromQL read with a parser and never by pattern: what an expression asks for, and Grafana's variables filled in."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import promql_parser
from promql_parser import AggregateExpr, BinaryExpr, Call, Expr, MatrixSelector, VectorSelector

MACROS = {"$__rate_interval": "1m", "$__range": "1h", "$__interval": "15s"}
CHOSEN = {"$job": ".+", "$instance": ".+", "$channel": ".+", "$queue": ".+", "$window": "15m"}


class Asked(NamedTuple):
    """One selector: the metric, the labels that it matches, and the functions around it, inmost first."""

    metric: str
    labels: frozenset[str]
    within: tuple[str, ...]


def filled(expr: str, chosen: Mapping[str, str] | None = None) -> str:
    """The expression as Grafana sends it."""
    for name, value in {**MACROS, **CHOSEN, **(chosen or {})}.items():
        expr = expr.replace(name, value)
    return expr


def parsed(expr: str) -> Expr:
    """The tree of an expression; a ValueError says what is wrong with it."""
    return promql_parser.parse(filled(expr))


def selectors(expr: str) -> list[Asked]:
    """Everything that an expression asks Prometheus for."""
    return list(_selectors(parsed(expr), ()))


def grouped(expr: str) -> set[str]:
    """The labels by which an expression sums up or matches."""
    found: set[str] = set()

    def look(node: Expr) -> bool:
        if isinstance(node, AggregateExpr) and node.modifier is not None:
            found.update(node.modifier.labels)
        if isinstance(node, BinaryExpr) and node.modifier is not None:
            matching = node.modifier.matching
            found.update([*(matching.labels if matching else ()), *(node.modifier.group_labels or ())])
        return True

    promql_parser.walk(parsed(expr), look)
    return found


def ranges(expr: str) -> Iterator[tuple[str, str]]:
    """The functions over a range, each with the range as it is written: `$__rate_interval` for one."""
    for macro in ("$__rate_interval", "$__range"):
        # A length that nothing else has tells the macro in the tree.
        marked = promql_parser.parse(filled(expr.replace(macro, "7m7s")))
        yield from ((function, macro) for function, length in _ranges(marked) if length == "7m7s")
    yield from ((function, length) for function, length in _ranges(parsed(expr)) if length not in MACROS.values())


def _ranges(expr: Expr) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def look(node: Expr) -> bool:
        if isinstance(node, Call):
            found.extend(
                (node.func.name, promql_parser.display_duration(one.range))
                for one in node.args
                if isinstance(one, MatrixSelector)
            )
        return True

    promql_parser.walk(expr, look)
    return found


def _selectors(node: Expr, within: tuple[str, ...]) -> Iterator[Asked]:
    match node:
        case VectorSelector():
            matchers = node.matchers.matchers
            named = [matcher.value for matcher in matchers if matcher.name == "__name__"]
            labels = frozenset(matcher.name for matcher in matchers) - {"__name__"}
            yield Asked(node.name or named[0], labels, within)
        case MatrixSelector():
            yield from _selectors(node.vector_selector, within)
        case Call():
            for one in node.args:
                yield from _selectors(one, (node.func.name, *within))
        case BinaryExpr():
            yield from _selectors(node.lhs, within)
            yield from _selectors(node.rhs, within)
        case _:
            inner = getattr(node, "expr", None)
            if inner is not None:
                yield from _selectors(inner, within)
