"""One small fault at a time in the expression of a rule: a comparison turned round, another window or operator."""

import re
from collections.abc import Iterator

TURNED = {">": "<", "<": ">=", ">=": "<", "<=": ">", "==": "!=", "!=": "=="}
OTHER_WINDOW = {"5m": "30m", "15m": "30m", "30m": "1h", "1h": "today"}
OTHER_SPAN = {"10m": "4m", "15m": "4m", "30m": "5m"}
SHORTER = {"600": "60", "900": "60"}
LONGER = {"600": "7200", "900": "7200"}
OTHER_WORD = {"unless": "and", "min without": "max without", "absent(": "count("}

COMPARISON = re.compile(r"(?<![=<>!])(>=|<=|==|!=|>|<)(?=[ ])")
WINDOW = re.compile(r'(?<=["|])(5m|15m|30m|1h)(?=["|])')
SPAN = re.compile(r"(?<=\[)(10m|15m|30m)(?=\])")
SINCE = re.compile(r"(?<=time\(\) - )(600|900)\b")
AGO = re.compile(r"(?<=offset )10m")
OFFSET = re.compile(r"(?<=offset \d)w")
WORD = re.compile("|".join(re.escape(word) for word in OTHER_WORD))


def mutants(expression: str) -> Iterator[str]:
    """Yield the expression with each of its parts changed in turn."""
    for pattern, other in (
        (COMPARISON, TURNED),
        (WINDOW, OTHER_WINDOW),
        (SPAN, OTHER_SPAN),
        (SINCE, SHORTER),
        (SINCE, LONGER),
        (AGO, {"10m": "1m"}),
        (OFFSET, {"w": "d"}),
        (WORD, OTHER_WORD),
    ):
        for found in pattern.finditer(expression):
            yield expression[: found.start()] + other[found.group()] + expression[found.end() :]
