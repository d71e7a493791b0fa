"""What a floor adds up of its parts: by window, and of the histograms only those of which it shows a quantile."""

from stream.catalog import Catalogue, standard
from stream.measures import HISTOGRAMS, Measures, Slice, coordinate, histogram_base
from stream.overlay import Part
from stream.totals import FLOOR_DAY, TODAY, joined_totals

SALES: Slice = ("sales", "voice")
CARE: Slice = ("care", "chat")
OFFERED = coordinate("offered")
WAIT, RESPONSE = histogram_base("wait") + 7, histogram_base("first_response") + 3


def part(**windows: dict[Slice, Measures]) -> Part:
    """A part that holds this; its today is the floor's."""
    totals = dict(windows)
    if TODAY in totals:
        totals[FLOOR_DAY] = totals[TODAY]
    return Part(0, 0, totals, {}, {})


def test_the_parts_are_added_up_slice_by_slice() -> None:
    """And none of them is changed by it."""
    one, two = part(today={SALES: {OFFERED: 2, WAIT: 1}}), part(today={SALES: {OFFERED: 3}, CARE: {OFFERED: 1}})

    totals = joined_totals([one, two], standard())

    assert totals[TODAY] == {SALES: {OFFERED: 5, WAIT: 1}, CARE: {OFFERED: 1}}
    assert totals["5m"] == {}
    assert one.totals[TODAY] == {SALES: {OFFERED: 2, WAIT: 1}}


def test_what_a_single_part_holds_is_not_handed_out_itself() -> None:
    """Its numbers go on changing, and a floor does not."""
    held: Measures = {OFFERED: 2}

    totals = joined_totals([part(today={SALES: held})], standard())
    held[OFFERED] = 3

    assert totals[TODAY] == {SALES: {OFFERED: 2}}


def test_bins_of_which_a_window_shows_nothing_are_left_out() -> None:
    """The standard catalogue shows quantiles of the wait of an hour and of today, of first responses always."""
    everything = {SALES: {OFFERED: 2, WAIT: 1, RESPONSE: 1}}

    totals = joined_totals([part(**{"5m": everything, "1h": everything, TODAY: everything})] * 2, standard())

    assert totals["5m"] == {SALES: {OFFERED: 4, RESPONSE: 2}}
    assert totals["1h"] == totals[TODAY] == {SALES: {OFFERED: 4, WAIT: 2, RESPONSE: 2}}


def test_without_any_quantile_no_bin_is_added_up() -> None:
    """Only what a catalogue shows counts."""
    totals = joined_totals([part(today={SALES: {OFFERED: 2, WAIT: 1}})], Catalogue({}))

    assert totals[TODAY] == {SALES: {OFFERED: 2}}


def test_the_standard_catalogue_shows_every_histogram_of_today() -> None:
    """Whatever is kept is kept to be shown."""
    assert standard().histograms(TODAY) == HISTOGRAMS


def test_the_floors_own_day_is_apart_where_a_part_has_another_one() -> None:
    """A queue in another time zone has a day of its own."""
    both = part(today={SALES: {OFFERED: 2}})
    both.totals[FLOOR_DAY] = {SALES: {OFFERED: 5, WAIT: 1}}

    totals = joined_totals([both, part()], standard())

    assert totals[TODAY] == {SALES: {OFFERED: 2}}
    assert totals[FLOOR_DAY] == {SALES: {OFFERED: 5, WAIT: 1}}
