"""What the site's file says at an instant: the site, the rules of its alarms, and its boards."""

from typing import NamedTuple

from agents.settings.alarms import read_alarms
from agents.settings.boards import read_boards
from agents.settings.runtime import Settings, site_file
from agents.settings.site import read_site
from agents.wall.board import Board
from stream.alarms.defaults import default_rules
from stream.alarms.rule import Rule
from stream.catalog import Catalogue
from stream.site import Site


class Configuration(NamedTuple):
    """Everything that a worker goes by and a person can change."""

    site: Site
    catalogue: Catalogue
    """The KPIs, in every window of the site."""
    rules: tuple[Rule, ...]
    boards: tuple[Board, ...] = ()


class ConfigurationFile:
    """The site's file, read as often as it is asked for. Where there is none the defaults hold."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        """Take the file that the settings name; one that has been read once must stay readable."""
        self._settings = settings
        self._catalogue = catalogue
        self._path = site_file(settings)

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return "the configuration" if self._path is None else str(self._path)

    def read(self) -> Configuration:
        """What it says now; raises ConfigurationError with file, key and reason."""
        path = self._path = self._path or site_file(self._settings)
        if path is None:
            return Configuration(Site(), self._catalogue, default_rules(self._catalogue))
        site = read_site(path)
        catalogue = self._catalogue.with_windows(site.windows)
        rules = read_alarms(path, site, catalogue)
        return Configuration(site, catalogue, rules, read_boards(path, site, catalogue))
