"""Where Debian keeps the browser; Playwright's own download is never used."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str:
    """The first browser on the path; one sentence when there is none."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise SystemExit(
        "Chromium is missing; `make test` installs it as root: apt-get install chromium"
    )
