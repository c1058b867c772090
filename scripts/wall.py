"""Start the demo wall, say where it is once it is ready, and open it where there is a display."""

import os
import subprocess
import sys
import webbrowser

from scripts.demo import wait_until_ready


def has_display() -> bool:
    """Whether a browser window could appear."""
    return sys.platform == "darwin" or bool(os.environ.keys() & {"DISPLAY", "WAYLAND_DISPLAY"})


def announce(url: str) -> None:
    """Runs beside the server: waits until it is ready, then tells and opens."""
    if wait_until_ready(url):
        print(f"\n  一张图感知城市 · One map senses the city: {url}/\n", flush=True)
        if has_display():
            webbrowser.open(url)


def main(port: str) -> None:
    """The announcer is a child, this process becomes the server: Ctrl-C reaches it directly."""
    subprocess.Popen(
        [sys.executable, "-m", "scripts.wall", "--announce", f"http://127.0.0.1:{port}"]
    )
    os.execv(sys.executable, [sys.executable, "app.py", "serve", "--demo", "--port", port])


if __name__ == "__main__":
    if sys.argv[1] == "--announce":
        announce(sys.argv[2])
    else:
        main(sys.argv[1])
