"""A Prefect server and a worker on this machine, with the deployments of prefect.yaml on schedule. Imports no Prefect itself."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import PipelineError, SettingsError

LOOPBACK = "127.0.0.1"
POOL = "local"
# On a busy machine the first start, which makes the database, has been seen to take half a minute.
START_SECONDS = 180.0
# What a flow run in progress gets to finish in after Ctrl-C.
STOP_SECONDS = 20.0

log = logging.getLogger(__name__)


def environment(home: Path, given: Mapping[str, str]) -> dict[str, str]:
    """What Prefect is told unless `given` says otherwise: its database in the project's folder, nothing sent anywhere.

    Args:
        home: the project's folder.
        given: environment variables that win.
    """
    ours = {
        "PREFECT_HOME": str(home / ".prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        # The first start makes the database, which takes longer than Prefect waits by itself.
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
        "DO_NOT_TRACK": "1",
    }
    return {name: given.get(name, value) for name, value in ours.items()}


def prepare(home: Path) -> None:
    """Set this process up for Prefect; to be called before it is imported."""
    os.environ.update(environment(home, os.environ))
    # Where the folder is missing, Prefect's server dies without a word and a flow waits for it until its time is up.
    Path(os.environ["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)


@contextmanager
def served(home: Path, port: int) -> Iterator[str]:
    """Server and worker for the length of a `with` block; gives the address of the server's page.

    Raises:
        SettingsError: the folder has no prefect.yaml.
        PipelineError: the server does not come up, or the deployments are not accepted.
    """
    if not (home / "prefect.yaml").is_file():
        raise SettingsError(f"There is no prefect.yaml in {home}. Run this in the project's folder.")
    page = f"http://{LOOPBACK}:{port}"
    # prefect.yaml takes the folder that flows run in from $PWD, which a change of directory alone does not alter.
    told = {**os.environ, **environment(home, os.environ), "PREFECT_API_URL": f"{page}/api", "PWD": str(home)}
    Path(told["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)
    with _child(home, told, "server", "start", "--host", LOOPBACK, "--port", str(port)) as server:
        _await(f"{page}/api/health", server)
        _command(home, told, "work-pool", "create", POOL, "--type", "process", "--overwrite")
        _command(home, told, "--no-prompt", "deploy", "--all")
        with _child(home, told, "worker", "start", "--pool", POOL):
            yield page


@contextmanager
def _child(home: Path, told: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    # In a session of its own: Ctrl-C reaches this process alone, which then stops its children in order.
    command = [sys.executable, "-m", "prefect", *arguments]
    process = subprocess.Popen(command, cwd=home, env=told, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    # Prefect takes the first signal as a wish and the second as an order.
    for _ in range(2):
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
            return
        except subprocess.TimeoutExpired:
            continue
    process.kill()
    process.wait()


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise PipelineError(f"The Prefect server stopped at once (code {server.returncode}); see what it printed.")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise PipelineError(f"The Prefect server does not answer at {address} after {START_SECONDS:.0f} seconds.")


def _command(home: Path, told: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "-m", "prefect", *arguments]
    done = subprocess.run(command, cwd=home, env=told, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise PipelineError(f"prefect {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    log.info("prefect %s", " ".join(arguments))
