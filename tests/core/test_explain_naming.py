"""Coordinates by name, and the KPIs that they move."""

import pytest

from stream import catalog
from stream.explain.naming import Movers, named
from stream.measures import MEASURES, coordinate, histogram_base
from stream.site import QueueRules, QueueVersion, Site
from tests.core.one_contact import SALES, TEN

CATALOGUE = catalog.standard()


def test_every_coordinate_has_the_name_of_its_measure() -> None:
    """In both families; of a histogram with the number of the bin."""
    for measure in MEASURES:
        for by_entry, family in ((False, "event"), (True, "entry")):
            histogram = measure.kind == "histogram"
            place = histogram_base(measure.name, by_entry) + 7 if histogram else coordinate(measure.name, by_entry)

            assert (measure.name, family, 7 if histogram else None) == (
                *(named(place).name, named(place).family, named(place).bin),
            )


def test_a_coordinate_of_no_measure_has_no_name() -> None:
    """The registry is closed."""
    with pytest.raises(KeyError):
        named(4_000)


def moved(name: str, *, by_entry: bool = False, site: Site | None = None) -> set[tuple[str, str, int]]:
    """What a measure moves in the sales queue."""
    movers = Movers(CATALOGUE, site or Site())
    return {(one.kpi, one.part, one.sign) for one in movers.of(coordinate(name, by_entry), SALES, TEN)}


def test_a_measure_moves_the_kpis_whose_formulas_name_it() -> None:
    """With the part and the sign; the KPIs of the other attribution are not touched."""
    short = moved("short_abandoned")

    assert ("short_abandoned", "numerator", 1) in short
    assert {("service_level_strict", "denominator", -1), ("service_level", "denominator", -1)} <= short
    assert all(kpi.endswith("_by_entry") for kpi, _, _ in moved("short_abandoned", by_entry=True))


def test_a_kpi_with_a_label_is_named_with_it() -> None:
    """Each clock moves its own figure."""
    assert {("sla_met.answer", "numerator", 1), ("sla_attainment.answer", "denominator", 1)} <= moved("sla_met.answer")
    assert not any("first_response" in kpi for kpi, _, _ in moved("sla_met.answer"))


def test_the_service_level_is_moved_under_the_variant_of_the_queue() -> None:
    """Where only the answered count, a short abandon moves nothing."""
    rules = QueueRules("sales", "voice", "UTC", (QueueVersion(20_000, 5_000, service_level="answered_only"),))

    assert not any(kpi == "service_level" for kpi, _, _ in moved("short_abandoned", site=Site(queues=(rules,))))
    assert any(kpi == "service_level" for kpi, _, _ in moved("waited", site=Site(queues=(rules,))))


def test_a_bin_moves_the_quantiles_and_a_pending_entry_what_waits_for_it() -> None:
    """Quantiles are made of a distribution; pending entries are in neither part."""
    movers = Movers(CATALOGUE, Site())
    bins = movers.of(histogram_base("first_response") + 3, SALES, TEN)

    assert {("first_response_time_p90", "distribution")} <= {(one.kpi, one.part) for one in bins}
    assert ("service_level_by_entry", "pending", 1) in moved("pending", by_entry=True)
