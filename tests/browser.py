"""A real headless Chromium, driven over the Chrome DevTools Protocol: pages opened from disk, scripts run, keys pressed."""

from __future__ import annotations

import base64
import itertools
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --disable-extensions "
    "--disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage "
    "--remote-debugging-port=0 about:blank"
).split()


def find() -> str | None:
    """The browser of this machine: CHROMIUM in the environment, else the first that is installed."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """One tab. `asked` holds the address of everything that pages have tried to load."""

    def __init__(self, home: Path) -> None:
        program = find()
        assert program is not None
        self._process = subprocess.Popen(
            [program, f"--user-data-dir={home}", *FLAGS], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._ids = itertools.count(1)
        self.asked: list[str] = []
        self.errors: list[str] = []
        port = self._port(home / "DevToolsActivePort")
        self._socket = connect(f"ws://127.0.0.1:{port[0]}{port[1]}", max_size=None, proxy=None)
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def _port(self, place: Path) -> list[str]:
        for _ in range(300):
            if place.is_file() and len(lines := place.read_text().split()) == 2:
                return lines
            time.sleep(0.1)
        raise TimeoutError("Chromium did not start within 30 seconds")

    def close(self) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(20)

    def call(self, method: str, **given: Any) -> dict[str, Any]:
        """A command to the tab."""
        return self._call(method, self._session, **given)

    def _call(self, method: str, session: str | None = None, **given: Any) -> dict[str, Any]:
        number = next(self._ids)
        sent: dict[str, Any] = {"id": number, "method": method, "params": given}
        self._socket.send(json.dumps(sent | ({"sessionId": session} if session else {})))
        while True:
            got: dict[str, Any] = json.loads(self._socket.recv(timeout=60))
            if got.get("id") == number:
                assert "error" not in got, got
                result: dict[str, Any] = got["result"]
                return result
            self._note(got)

    def _note(self, event: dict[str, Any]) -> None:
        if event.get("method") == "Network.requestWillBeSent":
            self.asked.append(event["params"]["request"]["url"])
        elif event.get("method") == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(event["params"]["exceptionDetails"]))
        elif event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
            self.errors.append(event["params"]["entry"]["text"])

    def open(self, page: Path, fragment: str = "") -> None:
        """Open a page of the site and wait until its script has run."""
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=page.resolve().as_uri() + (f"#{fragment}" if fragment else ""))
        for _ in range(300):
            if self.run("document.documentElement?.dataset.ready === 'yes'"):
                return
            time.sleep(0.1)
        raise TimeoutError(f"the script of {page.name} did not come to its end: {self.errors}")

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        got = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in got, got["exceptionDetails"]
        return got["result"].get("value")

    def press(self, key: str) -> None:
        """A key, as a person presses it."""
        text = {"text": key} if len(key) == 1 else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def screen(self, width: int, height: int, *, dark: bool = False) -> None:
        """The size of the screen, and what the system prefers."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 800
        )
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.call("Emulation.setEmulatedMedia", features=scheme)

    def shot(self, place: Path) -> None:
        """A picture of what is on the screen."""
        place.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))
