"""What all tests share: no open network, no hidden skips, and the seed article where there is one."""

from __future__ import annotations

import os
import runpy
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

OFFLINE = Path(__file__).parent / "offline"
runpy.run_path(str(OFFLINE / "sitecustomize.py"))
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH")]))

# A shell that starts the tests in the background has them, and what they start, ignore Ctrl-C, which some of them send.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A slow machine is no fault of the code; the same examples in every CI run make a red one repeatable.
settings.register_profile(
    "legation",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
settings.load_profile("legation")


@pytest.fixture
def seed() -> Path:
    """Folder of the seed article, which is not ours to ship."""
    folder = os.environ.get("LEGATION_SEED")
    if not folder:
        pytest.skip("LEGATION_SEED does not name the seed's folder")
    return Path(folder)


def excused(reason: str) -> bool:
    """May a test be skipped in CI for this reason?"""
    if "tool cannot be had:" in reason:
        return True
    return "LEGATION_SEED" in reason and not os.environ.get("LEGATION_SEED")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failed run, or tests would rot unseen."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") != "true" or reporter is None:
        return
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not excused(reason.removeprefix("Skipped: ")):
            reporter.write_line(f"skipped without excuse: {report.nodeid}: {reason}", red=True)
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
