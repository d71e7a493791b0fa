"""How `/metrics` is written: in the format that the scraper asks for, as promtool and the parsers want it."""

import asyncio
import gzip
import subprocess
from collections.abc import Iterator

import pytest

from agents.metrics import exposition
from agents.publish.own_floor import OwnFloor
from stream.floor import Floor
from stream.overlay import Live
from tests.shell.alarm_doubles import until
from tests.shell.floor_doubles import written
from tests.shell.metric_floors import (
    PLAIN,
    SALES,
    a_full_floor,
    families,
    floor,
    measures,
    open_metrics_families,
    part,
    samples,
    scraped,
    series_of,
    usual,
    value,
)
from tests.shell.web_floor import WebFloor, served

OPEN_METRICS = "application/openmetrics-text;version=1.0.0"
NEWEST = "application/openmetrics-text;version=newest"


def test_promtool_accepts_every_metric() -> None:
    """Names, types, help and units pass Prometheus' own linter."""
    text = scraped(a_full_floor())

    linted = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True, check=False)

    assert (0, "", "") == (linted.returncode, linted.stdout, linted.stderr)


def test_every_declared_metric_is_exported_with_its_labels() -> None:
    """The table and the exposition agree, name by name and label by label; no created-series slip in."""
    web = a_full_floor()
    series = series_of(web)
    declared = {metric.name: set(metric.labels) for metric in web.exposition.metrics if metric.kind != "histogram"}
    for metric in web.exposition.metrics:
        if metric.kind == "histogram":
            ends = {"_bucket": {"le"}, "_count": set[str](), "_sum": set[str]()}
            declared |= {metric.name + end: {*metric.labels, *further} for end, further in ends.items()}

    assert declared == {name: set(dict(labels)) for name, labels in series}
    assert len(web.exposition.metrics) == len({metric.name for metric in web.exposition.metrics})


def test_the_formats_of_all_kinds_of_scrapers_are_served() -> None:
    """OpenMetrics, the newer text or the older one, as the scraper asks; what nobody knows is the older."""
    exposition = a_full_floor().exposition
    types = {
        accepted: exposition.scrape(accepted, None).content_type
        for accepted in (OPEN_METRICS, "text/plain;version=1.0.0;escaping=allow-utf-8", PLAIN, "", "image/png", NEWEST)
    }

    assert [
        "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores",
        "text/plain; version=1.0.0; charset=utf-8; escaping=underscores",
        *["text/plain; version=0.0.4; charset=utf-8"] * 4,
    ] == list(types.values())


@pytest.mark.parametrize("version", ["", ";version=1.0.0", ";version=2.0.0"])
def test_openmetrics_is_written_as_its_own_parser_reads_it(version: str) -> None:
    """The same samples as in plain text, whatever version is asked for; no label set is torn apart."""
    web = a_full_floor()
    text = scraped(web, f"application/openmetrics-text{version}")

    assert text.endswith("# EOF\n")
    assert series_of(web) == samples(open_metrics_families(text))


def test_both_formats_have_the_same_types() -> None:
    """A counter is declared without the end of its name in OpenMetrics alone."""
    web = a_full_floor()
    plain, opened = (families(scraped(web)), open_metrics_families(scraped(web, OPEN_METRICS)))

    assert {(family.name, family.type) for family in plain} == {(family.name, family.type) for family in opened}


async def test_the_endpoint_serves_the_scrape() -> None:
    """`/metrics` is the same text with the type of its format, packed for whoever takes that."""
    web = a_full_floor()
    bare = {"Accept": PLAIN, "Accept-Encoding": "identity"}

    async with served(web) as session:
        async with session.get("/metrics", headers=bare) as response:
            text = await response.text()
        assert (200, scraped(web)) == (response.status, text)
        assert "text/plain; version=0.0.4; charset=utf-8" == response.headers["Content-Type"]
        assert "Content-Encoding" not in response.headers

        async with session.get("/metrics", headers={**bare, "Accept-Encoding": "gzip"}) as packed:
            text = await packed.text()
        assert scraped(web) == text
        assert "gzip" == packed.headers["Content-Encoding"]
        assert text.encode() == gzip.decompress(exposition.packed(text.encode()))


async def test_the_endpoint_counts_up_to_the_newest_part() -> None:
    """What a partition has done since the last scrape is in the next."""
    web = a_full_floor()
    for number in (0, 1):
        web.cumulative.observe(part(partition=number, net={SALES: measures({"offered": 3 + number})}))

    async with served(web) as session, session.get("/metrics", headers={"Accept": PLAIN}) as response:
        assert 'kpi_offered_contacts_total{channel="voice",queue="sales"} 7\n' in await response.text()


async def test_a_scrape_is_of_the_floor_that_it_has_waited_for() -> None:
    """Where others have the rest, a floor of one's own is built for it: one that comes meanwhile is not built yet."""
    web = a_full_floor()
    built: list[str] = []

    def building(name: str) -> Iterator[Floor | None]:
        for _ in range(3):
            built.append(name)
            yield None
        yield usual()

    web.store.publish({}, written(b""), OwnFloor(building("first")))
    settling = asyncio.create_task(web.exposition.settle())
    await until(lambda: bool(built))
    web.store.publish({}, written(b""), OwnFloor(building("second")))
    latest = await settling
    text = b"".join(filter(None, web.exposition.scrape(PLAIN, latest).writing())).decode()

    assert ["first"] * 3 == built
    assert text == scraped(a_full_floor())


def test_a_queue_named_to_break_the_format_stays_one_label() -> None:
    """Quotes, backslashes and newlines in a queue's name are part of the name."""
    web = WebFloor()
    name = 'a"b\\c\nkpi_fake 1'
    web.show(floor({(name, "voice"): {}}, live={(name, "voice"): Live(waiting=3)}))

    assert 3 == value(series_of(web), "kpi_queue_waiting_contacts", queue=name, channel="voice")
