"""A configuration that is read again: what a running worker takes over, and what it says of the rest."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from agents import reload as reload_module
from agents.reload import Reload
from agents.settings.configuration import Configuration, ConfigurationFile
from agents.settings.runtime import read_settings
from stream import catalog
from stream.crew.partition import CrewPartition
from stream.errors import ConfigurationError
from stream.partition import Partition
from stream.units import MINUTE, format_instant
from tests.shell.alarm_doubles import until
from tests.shell.own_process import own_process
from tests.shell.standing_lanes import NOW, StandingCrew, StandingLanes, at_the_end, caller, restoring, restoring_crew

QUEUE = '[[queues]]\nname = "sales"\nchannel = "voice"\n'
FLOOR = '[floor]\nname = "Seoul"\n'
SITE = FLOOR + QUEUE + 'service_level_threshold = "20s"\n'
WIDE = SITE.replace(FLOOR, f'{FLOOR}windows = ["2h"]\n')
CATALOGUE = catalog.standard()


def version(from_ms: int) -> str:
    """A later version of the queue."""
    return f'{QUEUE}service_level_threshold = "40s"\nfrom = {format_instant(from_ms)}\n'


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """As if nobody had set anything before, in a folder without a file, and with no time to lose."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reload_module, "_LOOK_EVERY_S", 0)
    with own_process(monkeypatch):
        yield


class CountingFile(ConfigurationFile):
    """The file, which counts how often it has been read."""

    reads = 0

    def read(self) -> Configuration:
        """Read it."""
        configuration = super().read()
        self.reads += 1
        return configuration


class Desk:
    """A worker's configuration over a file, its partitions, and what its outputs are told."""

    def __init__(self, text: str | None = SITE) -> None:
        """Read the file for the first time, and let a caller wait since now."""
        self.path = Path("floorwatch.toml")
        if text is not None:
            self.path.write_text(text)
        self.file = CountingFile(read_settings(), CATALOGUE)
        self.reload = Reload(self.file)
        self.partition = Partition(self.reload.running.site, 0)
        caller(self.partition, "a", NOW)
        self.lanes = StandingLanes(at_the_end(self.partition, NOW))
        self.crew = CrewPartition(self.reload.running.site, 0)
        self.crew_lanes = StandingCrew(at_the_end(self.crew, NOW))
        self.told: list[Configuration] = []
        self.logged: list[str] = []

    async def read(self, text: str | None) -> str | None:
        """Write another text, or remove the file; ask, and return the remark once something is logged of it."""
        if text is None:
            self.path.unlink()
        else:
            self.path.write_text(text)
        with capture_logs() as entries:
            async with self.running():
                self.reload.ask()
                await until(lambda: bool(entries))
        self.logged = [f"{entry['event']} {', '.join(entry.get('changed', ()))}".rstrip() for entry in entries]
        return self.reload.remark

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Let it listen for as long as the block runs."""
        task = asyncio.create_task(self.reload.run(self.lanes, self.crew_lanes, lambda: NOW, self.told.append))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def test_a_version_that_begins_later_is_taken_over() -> None:
    """By the partition and by those who show it, under the log clock of the partition and not of the wall."""
    desk = Desk()
    remark = await desk.read(SITE + version(NOW + 5 * MINUTE + 1_000))

    assert remark is None
    assert ["configuration_adopted queue 'sales' on voice (versions)"] == desk.logged
    assert [desk.reload.running] == desk.told
    assert desk.partition.site is desk.reload.running.site
    assert [20_000, 40_000] == [v.service_level_threshold_ms for v in desk.partition.site.queues[0].versions]


async def test_names_alarms_and_boards_are_taken_over() -> None:
    """They shape no number."""
    desk = Desk()
    text = SITE.replace("Seoul", "Busan") + '[[alarms]]\nname = "service_level"\nenabled = false\n'
    remark = await desk.read(text + '[[boards]]\nname = "lobby"\n')

    assert remark is None
    assert ["configuration_adopted floor.name, alarms, boards"] == desk.logged
    ((site, _, rules, boards),) = desk.told
    assert ["lobby"] == [board.name for board in boards]
    assert ("Busan", True) == (site.name, "service_level" not in {rule.name for rule in rules})


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (WIDE.replace("20s", "30s"), "queue 'sales' on voice (service_level_threshold)"),
        (SITE + version(NOW + 5 * MINUTE), "queue 'sales' on voice (versions)"),
        (
            SITE.replace(FLOOR, f'{FLOOR}time_zone = "Asia/Seoul"\n'),
            "floor.time_zone, queue 'sales' on voice (time_zone)",
        ),
    ],
)
async def test_what_has_begun_needs_a_restart(text: str, what: str) -> None:
    """Nothing is taken over, and the remark says what was changed."""
    desk = Desk()
    was = desk.reload.running
    remark = await desk.read(text)

    assert f"floorwatch.toml was changed ({what}): restart to take it over and to rebuild the figures" == remark
    assert [f"configuration_needs_restart {what}"] == desk.logged
    assert ([], was, was.site) == (desk.told, desk.reload.running, desk.partition.site)


async def test_other_data_of_time_zones_need_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key differs then: they are named themselves."""
    desk = Desk()
    desk.reload.running.site.fingerprint(NOW)
    monkeypatch.setattr("stream.site.digest", lambda zone: f"another {zone}")
    remark = await desk.read(SITE)

    assert remark is not None
    assert "(the data of time zones)" in remark


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        (None, "floorwatch.toml: cannot be read: No such file or directory"),
        ("[", "floorwatch.toml: is not TOML: "),
        (SITE.replace('"20s"', '"soon"'), "floorwatch.toml: queues[0].service_level_threshold: "),
        (SITE + '[[alarms]]\nname = "odd"\n', "floorwatch.toml: alarms[0].kpi: is missing"),
    ],
)
async def test_a_file_that_is_gone_or_invalid_changes_nothing(text: str | None, remark: str) -> None:
    """File, key and reason are said."""
    desk = Desk()
    was = desk.reload.running
    said = await desk.read(text)

    assert said is not None
    assert said.startswith(remark)
    assert ["configuration_refused"] == desk.logged
    assert ([], was, was.site) == (desk.told, desk.reload.running, desk.partition.site)


async def test_every_fault_of_a_file_is_said() -> None:
    """Not the first alone."""
    remark = await Desk().read("[floor]\nmax_queues = 0\nslices = 7\n")

    assert remark is not None
    assert ("floor.slices" in remark, "floor.max_queues" in remark) == (True, True)


async def test_the_remark_goes_with_the_next_file_that_is_taken_over() -> None:
    """Also with the one that runs already."""
    desk = Desk()
    remarks = [await desk.read(text) for text in ("[", SITE, SITE.replace("20s", "30s"), SITE)]

    assert [False, True, False, True] == [remark is None for remark in remarks]


async def test_a_file_where_there_was_none_is_read_from_then_on() -> None:
    """A name at first; without a file the defaults held."""
    desk = Desk(None)
    name = desk.reload.running.site.name
    await desk.read(FLOOR)

    assert ("floor", "Seoul") == (name, desk.reload.running.site.name)
    assert "floorwatch.toml: cannot be read: No such file or directory" == await desk.read(None)


async def test_without_a_file_the_defaults_are_read_again() -> None:
    """Nothing is wrong with that."""
    desk = Desk("")
    desk.path.unlink()
    bare = Reload(ConfigurationFile(read_settings(), CATALOGUE))

    assert bare.take(bare.running, [], NOW)
    assert bare.remark is None


async def test_every_partition_decides() -> None:
    """That of the greatest log clock is the one that a version may have begun in; nothing is taken over by half."""
    desk = Desk()
    ahead = Partition(desk.reload.running.site, 1)
    caller(ahead, "b", NOW + MINUTE)
    desk.lanes.standing += (at_the_end(ahead, NOW),)
    later = SITE + version(NOW + 6 * MINUTE)
    remarks = [await desk.read(later), await desk.read(later.replace("06:00Z", "06:01Z"))]

    assert [False, True] == [remark is None for remark in remarks]
    assert desk.partition.site is ahead.site is desk.reload.running.site


@pytest.mark.parametrize(("after_ms", "fits"), [(5 * MINUTE, False), (5 * MINUTE + 1_000, True)])
async def test_without_partitions_all_has_begun_by_now(after_ms: int, *, fits: bool) -> None:
    """What another worker has counted may come to this one any time."""
    desk = Desk()
    desk.lanes.standing = ()

    assert fits == (await desk.read(SITE + version(NOW + after_ms)) is None)


async def test_it_waits_until_every_partition_is_restored() -> None:
    """Before, nobody knows how far their logs are; nor before the group has spoken. People are waited for as well."""
    desk = Desk()
    desk.lanes.standing += (restoring(1),)
    desk.path.write_text(SITE.replace("Seoul", "Busan"))
    async with desk.running():
        desk.reload.ask()
        await until(lambda: desk.file.reads == 2)
        for _ in range(20):
            await asyncio.sleep(0)
        early = list(desk.told)
        desk.lanes.assigned_at, desk.lanes.standing = None, desk.lanes.standing[:1]
        for _ in range(20):
            await asyncio.sleep(0)
        early += desk.told
        desk.lanes.assigned_at, desk.crew_lanes.standing = NOW, (restoring_crew(),)
        for _ in range(20):
            await asyncio.sleep(0)
        early += desk.told
        desk.crew_lanes.standing = (at_the_end(desk.crew, NOW),)
        await until(lambda: bool(desk.told))

    assert [] == early
    assert "Busan" == desk.partition.site.name == desk.crew.site.name


async def test_it_waits_for_a_memory_that_is_dropped_while_others_are_kept_still() -> None:
    """It is restored by the former site; taken over by the others alone, the new one would count in some of them."""
    desk = Desk()
    desk.path.write_text(SITE.replace("Seoul", "Busan"))
    async with desk.running():
        async with desk.lanes.still:
            desk.reload.ask()
            await until(lambda: desk.file.reads == 2)
            for _ in range(20):
                await asyncio.sleep(0)
            whole, desk.lanes.standing = desk.lanes.standing, (*desk.lanes.standing, restoring(1))
        for _ in range(20):
            await asyncio.sleep(0)
        early = list(desk.told)
        desk.lanes.standing = whole
        await until(lambda: bool(desk.told))

    assert [] == early
    assert "Busan" == desk.partition.site.name


def test_the_first_reading_refuses_to_start() -> None:
    """There is nothing yet to go on with."""
    with pytest.raises(ConfigurationError, match="is not TOML"):
        Desk("[")


async def test_windows_are_taken_over_by_those_who_count_contacts_and_people() -> None:
    """They add up what is kept already; those that are gone are gone at once, and so are their figures."""
    desk = Desk()
    await desk.read(WIDE)
    logged, part, people = desk.logged, desk.partition.part(NOW), desk.crew.part(NOW)
    await desk.read(SITE)
    assert ["configuration_adopted floor.windows"] == logged == desk.logged
    assert [True, False] == ["2h" in configuration.catalogue.windows for configuration in desk.told]
    assert ("2h",) == part.windows == people.windows
    assert part.totals["1h"] == part.totals["2h"]
    assert "2h" not in {**desk.partition.part(NOW).totals, **desk.crew.part(NOW).totals}
