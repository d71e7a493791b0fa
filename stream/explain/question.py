"""What is asked about a figure: which KPI, of which labels, in which range."""

from collections.abc import Sequence

import msgspec

from stream.catalog import Catalogue
from stream.definition import BY_ENTRY
from stream.errors import FloorwatchError
from stream.explain.naming import path_of
from stream.intervals import Intervals
from stream.kpi import Attribution, Formula, Kpi
from stream.measures import Slice
from stream.site import Site
from stream.units import Millis


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A KPI, with the value of its label or without (`sla_met.answer`), of the slices with these labels."""

    site: Site
    kpi: str
    attribution: Attribution = "event"
    labels: dict[str, str] = {}
    from_ms: Millis | None = None
    to_ms: Millis | None = None
    time_zone: str = "UTC"

    def asks_for(self, where: Slice) -> bool:
        """Whether a stored slice has the labels."""
        return all(where[self.site.labels.index(label)] == wanted for label, wanted in self.labels.items())

    def intervals(self) -> Intervals:
        """The range as the one interval of a report; a FloorwatchError names what cannot be."""
        return Intervals(None, self.time_zone, self.from_ms, self.to_ms)

    def check(self, catalogue: Catalogue) -> None:
        """Raise the FloorwatchError of a question that has no answer, before anything is read."""
        kpi, _ = self.meant(catalogue)
        if kpi.kind == "live" and (self.from_ms, self.to_ms) != (None, None):
            raise FloorwatchError("explain", self.kpi, "is as of the end of the data: it has no range")
        self.intervals().pane_length_ms()

    def meant(self, catalogue: Catalogue) -> tuple[Kpi, Sequence[Formula | None]]:
        """The KPI and the formulas asked for, of a variant none; a FloorwatchError names what there is not."""
        for label in self.labels:
            if label not in self.site.labels:
                raise FloorwatchError("explain", label, f"is no label here; there are {', '.join(self.site.labels)}")
        kpi = meant(self.kpi, self.attribution, catalogue)
        if kpi is None:
            raise FloorwatchError("explain", self.kpi, f"is no KPI by {self.attribution}")
        if kpi.of != "contacts":
            about = "is about agents" if kpi.of == "agents" else "divides by the time of agents"
            raise FloorwatchError("explain", self.kpi, f"{about}: no contact is behind it")
        label = self.kpi.partition(".")[2]
        formulas = [formula for formula in kpi.formulas if label in {"", formula.label}]
        if label and not formulas:
            known = ", ".join(path_of(kpi, formula) for formula in kpi.formulas if formula.label)
            raise FloorwatchError("explain", self.kpi, f"has no such value; there are {known or 'none'}")
        return kpi, formulas or [None]


def meant(name: str, attribution: Attribution, catalogue: Catalogue) -> Kpi | None:
    """The KPI of a name with or without label and suffix; None: there is none by that attribution."""
    base = name.partition(".")[0]
    if attribution == "entry" and not base.endswith(BY_ENTRY):
        base += BY_ENTRY
    return catalogue.kpis.get(base)
