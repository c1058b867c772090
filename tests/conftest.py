"""How hard property tests search: a hundred examples at the desk, five hundred where CI is set."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("desk", max_examples=100, deadline=None)
settings.register_profile(
    "ci",
    max_examples=500,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "desk")
)
