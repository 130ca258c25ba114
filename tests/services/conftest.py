import pytest

from tests.shop import Shop


@pytest.fixture
def shop(tmp_path):
    """A live shop on a Monday afternoon, between two windows."""
    opened = Shop(tmp_path)
    yield opened
    opened.office.close()
