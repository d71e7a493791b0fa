"""Comma-separated values are read back as they were written."""

import csv
import io

from stream.comma_separated import comma_separated

NAMES = ["a,b", 'q"uote', "line\nbreak", "re\rturn", "both\r\n", "=1+1", "שלום", " ", ""]


def test_whatever_a_name_holds_is_read_back() -> None:
    """A carriage return too, which alone ends no line of ours, but one of many a reader."""
    text = comma_separated([["name", "next"], *([name, 1] for name in NAMES)])

    assert list(csv.reader(io.StringIO(text, newline=""))) == [["name", "next"], *([name, "1"] for name in NAMES)]


def test_lines_end_as_others_do_here() -> None:
    """An absent value is an empty field."""
    assert comma_separated([["a", None], [1, 2.5]]) == "a,\n1,2.5\n"
