"""The pages of a catalogue as files."""

import re

from stream.catalog import standard
from stream.measures import MEASURES
from stream.pages.book import INDEX, book
from tests.core.one_catalogue import small_catalogue

NOTE = "<!-- Written by `make generate` from stream/kpis.toml: change that file. -->"


def test_there_is_an_index_and_a_page_for_each_family() -> None:
    """In the order of the catalogue, each one file that says where it comes from and ends with one line end."""
    pages = book(small_catalogue())

    assert [INDEX, "leaving.md", "waiting.md"] == list(pages)
    assert {NOTE} == {text.splitlines()[0] for text in pages.values()}
    assert all(text.endswith("|\n") for text in pages.values())


def test_the_index_leads_to_every_kpi() -> None:
    """By the page of its family and the heading there."""
    expected = """
## [Leaving](leaving.md)

| KPI |  | question |
| --- | --- | --- |
| [`abandonment_rate`](leaving.md#abandonment_rate) | Abandonment | Who gave up? |
| [`sla_met`](leaving.md#sla_met) | SLA met | How many in time? |

## [Waiting](waiting.md)
"""

    assert expected in book(small_catalogue())[INDEX]


def test_a_page_is_introduction_kpis_measures_and_examples() -> None:
    """The measures are those of its formulas, in the order of the registry."""
    page = book(small_catalogue())["waiting.md"]

    assert page.startswith(f"{NOTE}\n\n# Waiting\n\nWho waits.\n\n[All KPIs]({INDEX})\n\n## KPIs\n\n### `asa`\n")
    assert [
        *("# Waiting", "## KPIs", "### `asa`", "### `answer_time_p90`", "### `backlog_age`", "### `overdue`"),
        *("## Measures", "## Worked examples", "### Two calls", "### Two open"),
    ] == [line for line in page.splitlines() if line.startswith("#")]
    assert ["waited", "wait_ms", "wait"] == _measures_of(page)


def test_measures_of_a_label_are_explained_one_by_one() -> None:
    """And what time alone decides is as of now."""
    page = book(small_catalogue())["leaving.md"]
    clocks = [
        "sla_met.answer",
        "sla_met.first_response",
        "sla_met.next_response",
        "sla_met.resolution",
        "sla_met.visit",
    ]

    assert ["answered", "abandoned", "short_abandoned", "waiting_late", *clocks] == _measures_of(page)
    assert "| `waiting_late` | Entries still waiting past the service-level threshold, as of now | number |" in page


def test_every_link_of_the_standard_pages_leads_somewhere() -> None:
    """A file that is written, and a heading in it."""
    pages = book(standard())
    links = [link for text in pages.values() for link in re.findall(r"\]\(([^)]+)\)", text)]

    assert len(standard().definitions) < len(links)
    for link in links:
        file, _, heading = link.partition("#")
        assert file in pages
        assert not heading or f"\n### `{heading}`\n" in pages[file]


def test_every_measure_that_a_standard_formula_names_is_explained() -> None:
    """On the page that names it; each by its title."""
    titles = {measure.name: measure.title for measure in MEASURES}
    for name, page in book(standard()).items():
        explained = _measures_of(page)
        formulas = [line for line in page.splitlines() if line.startswith("- formula:") and "as of now" not in line]
        named = {word for line in formulas for word in re.findall(r"`([a-z_.]+)`", line)}

        assert named <= set(explained), name
        assert all(f"| `{measure}` | {titles[measure]}" in page for measure in explained)


def test_a_family_of_live_figures_has_no_measures() -> None:
    """Nothing is summed."""
    page = book(standard())["live.md"]

    assert "## Measures" not in page
    assert "| `longest_wait` | 2m | 120 s |" in page


def _measures_of(page: str) -> list[str]:
    _, _, rest = page.partition("\n## Measures\n")
    return re.findall(r"^\| `([^`]+)` \|", rest.partition("\n## ")[0], re.MULTILINE)
