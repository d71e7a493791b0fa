"""One Hypothesis profile for all laws: the same examples each time in CI, fresh ones at a desk, never a stop-watch."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "laws",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("laws")
