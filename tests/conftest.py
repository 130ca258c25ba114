"""Long files begin first, so that both workers end together; what tests have measured is printed
at the end of the run. Whatever language a test speaks, the next one begins as if it had not."""

import gc
import os

import pytest

from planner import locale
from tests.thorough import THOROUGH

# The many programs that tests start would compile the product anew each time: a third of their CPU.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# An app is a web of things that point to each other: looked through less often, tests of screens
# take a tenth less.
gc.set_threshold(50_000, 20, 20)

#: A file is played by one worker: one of these at the end would leave the other without work.
LONG = (
    "test_year.py",
    "faults/test_thousand_kills.py",
    "test_histories.py",
    "faults/test_five_hundred_kills.py",
    "system/test_fresh_installs.py",
    "services/test_comparing.py",
    "end_to_end/test_service_and_company.py",
    "test_acceptance.py",
    "faults/test_together.py",
    "test_invariants.py",
    "end_to_end/test_two_shops.py",
    "tui/test_rules.py",
    "test_stories.py",
    "services/test_ramp_table.py",
    "end_to_end/test_server_away.py",
    "end_to_end/test_sent_mail.py",
    "end_to_end/test_the_whole_way.py",
    "end_to_end/test_queue_and_bounces.py",
    "tui/test_hostile.py",
    "tui/test_desk.py",
    "cli/test_can_i_and_what_if.py",
    "domain/test_plan_exact.py",
    "faults/test_killing.py",
)


def pytest_configure(config):
    if not THOROUGH:  # it compares two of the four pictures of each screen; `make test-all` all
        config.option.warn_unused_snapshots = True


def pytest_collection_modifyitems(items):
    turn = {f"tests/{name}": number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: turn.get(item.nodeid.partition("::")[0], len(turn)))


def pytest_sessionfinish():
    gc.freeze()  # pytest looks through everything five times before it ends, for nothing of ours


def pytest_terminal_summary(terminalreporter):
    figures = [
        words
        for report in terminalreporter.getreports("passed")
        if report.when == "call"
        for name, words in report.user_properties
        if name == "figures"
    ]
    if figures:
        terminalreporter.section("figures")
        for words in figures:
            terminalreporter.write_line(words)


@pytest.fixture(autouse=True, scope="module")
def _every_file_begins_in_english():
    locale.use("en")
    yield
    locale.use("en")


@pytest.fixture(autouse=True)
def _language_as_before():
    before = locale.language()
    yield
    locale.use(before)
