"""JMAP on the real Cyrus: its VacationResponse ends the process that is asked for it."""

import pytest

from planner.channels.web.http import WebAccount
from planner.channels.web.jmap import JmapAway
from planner.errors import ChannelError
from tests.servers.cyrus import Cyrus
from tests.servers.process import running

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def cyrus():
    with running(Cyrus(jmap=True)) as server:
        yield server


def test_a_server_that_dies_in_the_middle_of_a_request_is_one_sentence(cyrus):
    url = f"http://{cyrus.host}:{cyrus.http}/jmap/"
    account = WebAccount("courrier", url, cyrus.user, lambda: cyrus.password, auth="password")
    ours = JmapAway(account)
    session = ours.web.ask("GET", url)
    assert "urn:ietf:params:jmap:vacationresponse" in session["capabilities"]
    with pytest.raises(ChannelError, match=r"connection was lost|cannot be understood"):
        ours.read_away()
    assert ours.web.ask("GET", url)["primaryAccounts"]  # the next request works


def test_a_wrong_password_is_told(cyrus):
    url = f"http://{cyrus.host}:{cyrus.http}/jmap/"
    account = WebAccount("courrier", url, cyrus.user, lambda: "wrong", auth="password")
    with pytest.raises(ChannelError, match="user name or the password"):
        JmapAway(account).read_away()
