"""Mails made to hurt: each is read, within the bounds of memory and time."""

import json
import subprocess
import sys

import pytest

from tests.channels.made import MADE

SECONDS, MEGABYTES = 2, 200
PATIENCE = 3  # a busy machine counts more CPU time for the same work


@pytest.fixture(scope="module")
def costs():
    command = [sys.executable, "-m", "tests.channels.bounds"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-2_000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    slowest = max(found, key=lambda cost: cost["seconds"])
    biggest = max(found, key=lambda cost: cost["megabytes"])
    for what, cost in (("slowest", slowest), ("most memory", biggest)):
        print(f"{what}: {cost['name']}, {cost['seconds']:.2f} s, {cost['megabytes']:.0f} MB")
    return {cost["name"]: cost for cost in found}


@pytest.mark.parametrize("name", MADE)
def test_a_made_mail_is_read_within_its_bounds(costs, name):
    made, cost = MADE[name], costs[name]
    assert cost["begins"].startswith(made.begins)
    assert (cost["subject"], cost["attachments"]) == (made.subject, made.attachments)
    assert tuple(cost["rows"]) == made.rows
    assert cost["megabytes"] <= MEGABYTES
    assert cost["seconds"] <= SECONDS * PATIENCE
