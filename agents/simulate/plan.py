"""The floor in tables: its queues, its day, and how long things take at each pace."""

from dataclasses import dataclass
from typing import Final, Literal

from agents.simulate.scenario import PaceName

Channel = Literal["voice", "chat", "email"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue: its share of all contacts, the shape of its day, and what its contacts are about.

    `length` scales its handle times, `high` is the share of high priority, `moves` are the queues it transfers to.
    """

    name: str
    channel: Channel
    source: str
    share: float
    day: tuple[int, ...]
    length: float
    high: float
    topics: tuple[str, ...]
    moves: tuple[str, ...]


HOLD_SHARE: Final = 0.18
MISSED_SHARE: Final = 0.03
MOVED_SHARE: Final = 0.07

# Hourly weights from midnight: only their proportions count.
OFFICE: Final = (6, 4, 3, 3, 4, 8, 20, 45, 80, 110, 120, 112, 90, 95, 110, 108, 98, 80, 55, 40, 30, 22, 15, 10)
EVENING: Final = (18, 10, 6, 5, 5, 8, 15, 30, 50, 68, 78, 82, 85, 80, 78, 82, 88, 95, 105, 118, 120, 105, 70, 38)
ROUND: Final = (25, 20, 18, 16, 18, 24, 38, 60, 85, 100, 98, 90, 82, 84, 88, 90, 85, 78, 68, 60, 54, 46, 38, 30)

QUEUES: Final = (
    Queue("sales", "voice", "acd-1", 0.16, OFFICE, 1.15, 0.10, ("order", "offer", "upgrade"), ("billing", "support")),
    Queue("support", "voice", "acd-1", 0.25, OFFICE, 1.30, 0.20, ("outage", "setup", "fault"), ("billing", "sales")),
    Queue("billing", "voice", "acd-1", 0.15, OFFICE, 0.80, 0.05, ("invoice", "payment", "refund"), ("support",)),
    Queue("support-chat", "chat", "chat-1", 0.20, EVENING, 1.10, 0.15, ("outage", "setup", "account"), ("sales-chat",)),
    Queue("sales-chat", "chat", "chat-1", 0.12, EVENING, 0.90, 0.05, ("order", "offer", "delivery"), ("support-chat",)),
    Queue("care", "email", "mail-1", 0.12, ROUND, 1.00, 0.10, ("complaint", "contract", "refund"), ()),
)

TIERS: Final = ("standard", "standard", "standard", "standard", "gold", "gold", "platinum")
LANGUAGES: Final = ("en", "en", "en", "de", "es", "fr")


@dataclass(frozen=True, slots=True)
class Wait:
    """How a channel's contacts wait.

    `patience_ms` is the scale of the patience, `limit_ms` when the queue gives some away (None: never); planners
    staff for `goal` answered `within_ms` and foresee a load of `foreseen` times that of the first arrivals (what is
    moved, tried again or written again comes on top of those); an agent handles `slots` contacts at once.
    """

    ring_ms: Span
    patience_ms: int | None
    limit_ms: int | None
    within_ms: int
    goal: float
    foreseen: float
    slots: int


@dataclass(frozen=True, slots=True)
class VoicePace:
    """Durations of a call; the ones without a span are means."""

    menu_ms: Span
    talk_ms: int
    hold_ms: int
    wrap_ms: int
    redial_ms: int


@dataclass(frozen=True, slots=True)
class ChatPace:
    """Durations of a chat; `turns` is the mean number of replies after the first."""

    bot_ms: Span
    first_reply_ms: int
    reply_ms: int
    customer_ms: int
    turns: float
    wrap_ms: int
    silence_ms: int


@dataclass(frozen=True, slots=True)
class EmailPace:
    """Durations of a mail: the machine's confirmation within a span, the others are means."""

    bot_ms: Span
    write_ms: int
    wrap_ms: int
    customer_ms: int


@dataclass(frozen=True, slots=True)
class Turmoil:
    """When incidents come: the first one after the start, their length, and the quiet between two."""

    first_ms: Span
    length_ms: Span
    quiet_ms: Span


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the floor lives.

    `tick_ms` is how often staff and rates are set, `day_ms` the length of a day and `day_depth` how much of its shape
    is felt (0: flat); `moods_ms` are the periods of the swing that no planner foresees.
    """

    wait: dict[Channel, Wait]
    voice: VoicePace
    chat: ChatPace
    email: EmailPace
    turmoil: Turmoil
    tick_ms: int
    day_ms: int
    day_depth: float
    moods_ms: Span
    break_ms: Span
    away_ms: Span


DEMO: Final = Pace(
    wait={
        "voice": Wait((800, 2_500), 42_000, 30_000, 20_000, 0.60, 0.87, 1),
        "chat": Wait((500, 2_000), 60_000, 45_000, 20_000, 0.60, 0.90, 3),
        "email": Wait((200, 800), None, None, 20_000, 0.80, 1.45, 1),
    },
    voice=VoicePace((800, 3_000), 16_000, 4_000, 4_000, 8_000),
    chat=ChatPace((500, 1_500), 4_000, 4_000, 4_000, 2.0, 2_500, 8_000),
    email=EmailPace((300, 1_200), 12_000, 2_000, 30_000),
    turmoil=Turmoil((12_000, 18_000), (25_000, 40_000), (35_000, 75_000)),
    tick_ms=1_000,
    day_ms=900_000,
    day_depth=0.15,
    moods_ms=(73_000, 131_000),
    break_ms=(10_000, 30_000),
    away_ms=(2_000, 6_000),
)

FLOOR: Final = Pace(
    wait={
        "voice": Wait((2_000, 7_000), 200_000, 150_000, 20_000, 0.75, 1.0, 1),
        "chat": Wait((2_000, 10_000), 300_000, 300_000, 60_000, 0.70, 1.0, 3),
        "email": Wait((1_000, 5_000), None, None, 1_800_000, 0.80, 1.45, 1),
    },
    voice=VoicePace((8_000, 40_000), 220_000, 45_000, 55_000, 240_000),
    chat=ChatPace((2_000, 8_000), 20_000, 35_000, 40_000, 4.0, 45_000, 240_000),
    email=EmailPace((1_000, 4_000), 360_000, 40_000, 2_400_000),
    turmoil=Turmoil((1_200_000, 3_600_000), (600_000, 1_800_000), (3_600_000, 14_400_000)),
    tick_ms=15_000,
    day_ms=86_400_000,
    day_depth=1.0,
    moods_ms=(3_100_000, 7_900_000),
    break_ms=(600_000, 1_200_000),
    away_ms=(20_000, 90_000),
)

PACES: Final[dict[PaceName, Pace]] = {"demo": DEMO, "floor": FLOOR}


def handle_ms(queue: Queue, pace: Pace) -> float:
    """Return the mean time for which one contact of the queue takes up one slot of an agent."""
    ring = sum(pace.wait[queue.channel].ring_ms) / 2
    if queue.channel == "voice":
        call = pace.voice
        return ring + queue.length * call.talk_ms + HOLD_SHARE * call.hold_ms + call.wrap_ms
    if queue.channel == "chat":
        chat = pace.chat
        turns = queue.length * chat.turns
        return ring + chat.first_reply_ms + turns * (chat.customer_ms + chat.reply_ms) + chat.wrap_ms + chat.customer_ms
    return ring + queue.length * pace.email.write_ms + pace.email.wrap_ms
