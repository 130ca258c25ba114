"""Errors of texts are told in English here, whatever was spoken before."""

import pytest

from planner import locale


@pytest.fixture(autouse=True)
def _in_english():
    before = locale.language()
    locale.use("en")
    yield
    locale.use(before)
