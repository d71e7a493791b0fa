"""What a metric is declared as, and the lines that it is written in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, TypeAlias

from agents.metrics.scrape import Sample, Scrape
from stream.units import SECOND, Millis

Reader: TypeAlias = Callable[[Scrape], Iterable[Sample]]
Kind: TypeAlias = Literal["counter", "gauge", "histogram"]

_ESCAPED: Final = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})


class Metric(Protocol):
    """Anything that can be declared and written."""

    @property
    def name(self) -> str:
        """The name as it is declared; that of a counter ends in `_total`."""

    @property
    def kind(self) -> Kind:
        """What Prometheus may expect of it."""

    @property
    def help(self) -> str:
        """One sentence."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of its labels, in the order in which readers give their values."""

    def lines(self, scrape: Scrape) -> list[str]:
        """A line for each sample of one scrape; none where nothing is known."""


@dataclass(frozen=True, slots=True)
class Family:
    """A counter or gauge: its samples' labels in order, and where they come from.

    The text of a label set is made once. Label sets are bounded: queues, sources, teams and sites are. Nearly always
    there are the same as at the last scrape, which is seen sooner than each of them is looked up.
    """

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...]
    read: Reader
    _texts: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False)
    _last: list[tuple[str, ...]] = field(default_factory=list, repr=False)
    _series: list[str] = field(default_factory=list, repr=False)

    def lines(self, scrape: Scrape) -> list[str]:
        """A line for each sample whose figure is known."""
        samples = list(self.read(scrape))
        labels = [of for of, _ in samples]
        if labels != self._last:
            self._last[:] = labels
            self._series[:] = [self._text(of) for of in labels]
        texts = zip(self._series, samples, strict=True)
        return [f"{text} {figure}\n" for text, (_, figure) in texts if figure is not None]

    def _text(self, labels: tuple[str, ...]) -> str:
        text = self._texts.get(labels)
        if text is None:
            text = self._texts[labels] = series(self.name, self.labels, labels)
        return text


@dataclass(frozen=True, slots=True)
class Spread:
    """One label set of a histogram: how many up to each bound and in all, and their sum, none of which ever falls."""

    labels: tuple[str, ...]
    bounds_ms: Sequence[Millis]
    upto: Sequence[int]
    sum_ms: Millis


@dataclass(frozen=True, slots=True)
class Histogram:
    """A classic histogram of durations."""

    name: str
    help: str
    labels: tuple[str, ...]
    read: Callable[[Scrape], Iterable[Spread]]
    kind: Kind = "histogram"
    _texts: dict[tuple[tuple[str, ...], Sequence[Millis]], list[str]] = field(default_factory=dict, repr=False)

    def lines(self, scrape: Scrape) -> list[str]:
        """The buckets, the count and the sum of each label set, one after the other."""
        lines = []
        for spread in self.read(scrape):
            key = spread.labels, spread.bounds_ms
            texts = self._texts.get(key)
            if texts is None:
                texts = self._texts[key] = self._series(spread)
            figures = (*spread.upto, spread.upto[-1], spread.sum_ms / SECOND)
            lines += [f"{text} {figure}\n" for text, figure in zip(texts, figures, strict=True)]
        return lines

    def _series(self, spread: Spread) -> list[str]:
        bounds = [*(f"{bound_ms / SECOND}" for bound_ms in spread.bounds_ms), "+Inf"]
        of_buckets = (*self.labels, "le")
        buckets = [series(f"{self.name}_bucket", of_buckets, (*spread.labels, bound)) for bound in bounds]
        return [*buckets, *(series(f"{self.name}{end}", self.labels, spread.labels) for end in ("_count", "_sum"))]


def gauge(name: str, labels: tuple[str, ...], read: Reader, text: str) -> Family:
    """A figure that goes up and down."""
    return Family(name, "gauge", text, labels, read)


def counter(name: str, labels: tuple[str, ...], read: Reader, text: str) -> Family:
    """A figure that only grows while the process lives; the name ends in `_total`."""
    return Family(name, "counter", text, labels, read)


def series(name: str, labels: Sequence[str], values: Sequence[str]) -> str:
    """Name and labels of one series, the labels sorted."""
    written = (f'{label}="{value.translate(_ESCAPED)}"' for label, value in sorted(zip(labels, values, strict=True)))
    inside = ",".join(written)
    return f"{name}{{{inside}}}" if inside else name
