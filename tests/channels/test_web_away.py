"""The away replies of JMAP, Gmail and Microsoft Graph, on stand-ins with scripted faults."""

import copy
import socket
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from planner.channels.web import http
from planner.channels.web.gmail import GmailAway
from planner.channels.web.graph import GraphAway
from planner.channels.web.http import WebAccount
from planner.channels.web.jmap import JmapAway
from planner.domain.server_reply import AwayReply, ServerWord
from planner.errors import ChangedElsewhere, ChannelError, NotOffered
from tests.servers.web_away import Gmail, Graph, Jmap

NOW = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
KINDS = {"jmap": (Jmap, JmapAway), "gmail": (Gmail, GmailAway), "graph": (Graph, GraphAway)}


@pytest.fixture(params=KINDS)
def both(request):
    """A service and our side of it."""
    service, ours = KINDS[request.param]
    server = service()
    yield server, ours(account(server))
    server.stop()


def account(server, **more):
    given = {"secret": lambda: "s3cret", "timeout": 0.5, "auth": "xoauth2", **more}
    return WebAccount("courrier", server.url, "shop@example.test", **given)


def reply(text="Absente.\nÀ vendredi & merci <b>.", until=NOW + timedelta(days=3)):
    word = ServerWord(NOW, until, "", text, NOW + timedelta(days=4), "away 1")
    return AwayReply((word,), ("shop@example.test",))


@pytest.mark.parametrize("until", [NOW + timedelta(days=3), None])
def test_it_says_ours_and_gives_back_what_was_there(both, until):
    server, ours = both
    before = copy.deepcopy(server.kept)
    clean = ours.read_away()
    assert not clean.active
    state = ours.set_away(reply(until=until), found=clean.mark, before=clean.mark)
    assert state.active
    assert ours.says(state, reply(until=until))
    assert not ours.says(state, reply("Autre chose.", until))
    assert not ours.says(state, reply(until=NOW + timedelta(days=5)))
    gone = ours.set_away(None, found=state.mark, before=clean.mark)
    assert gone == clean
    assert server.kept == before


def test_her_own_active_reply_is_left_alone(both):
    server, ours = both
    clean = ours.read_away()
    ours.set_away(reply("Ses mots."), found=clean.mark, before=clean.mark)
    hers, kept = ours.read_away(), copy.deepcopy(server.kept)
    with pytest.raises(NotOffered, match="own is on"):
        ours.set_away(reply(), found=hers.mark, before=hers.mark)
    assert server.kept == kept


def test_what_another_client_changed_is_not_overwritten(both):
    server, ours = both
    clean = ours.read_away()
    state = ours.set_away(reply(), found=clean.mark, before=clean.mark)
    other = {k: ("Autre." if isinstance(v, str) and "Absente" in v else v)
             for k, v in server.kept.items()}  # fmt: skip
    server.kept = other
    for given_ in (reply("Encore."), None):
        with pytest.raises(ChangedElsewhere):
            ours.set_away(given_, found=state.mark, before=clean.mark)
    assert server.kept == other


def test_jmap_tells_a_change_between_read_and_write():
    server = Jmap()
    ours = JmapAway(account(server))
    clean = ours.read_away()

    def elsewhere():
        server.kept["textBody"] = "Autre."
        server.state += 1

    server.elsewhere = elsewhere
    server.script = [None, None, None, "elsewhere"]  # session, get, session, set
    with pytest.raises(ChangedElsewhere):
        ours.set_away(reply(), found=clean.mark, before=clean.mark)
    assert server.kept["textBody"] == "Autre."
    server.stop()


@pytest.mark.parametrize("fault", ["cut", "lost", 500, 429])
def test_cut_off_at_any_step_the_next_try_does_the_rest(both, fault):
    server, ours = both
    clean = ours.read_away()
    for given_ in (reply(), None):
        for passes in range(12):
            found = ours.read_away()
            assert found == clean or ours.says(found, reply())
            server.script = [None] * passes + [fault]
            try:
                ours.set_away(given_, found=found.mark, before=clean.mark)
            except ChannelError:
                server.script = []
                continue
            break
        assert passes >= 2
        server.script = []
        state = ours.read_away()
        assert ours.says(state, reply()) if given_ else state == clean


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (401, "access token"),
        (403, "may not"),
        (404, "no such"),
        (429, "too many"),
        (500, "cannot be understood"),
        ("html", "cannot be understood"),
        ("hang", "in time"),
        ("cut", "connection was lost"),
    ],
)
def test_every_fault_is_a_sentence_without_the_secret(both, fault, said):
    server, ours = both
    server.script = [fault]
    with pytest.raises(ChannelError, match=said) as told:
        ours.read_away()
    assert "s3cret" not in str(told.value)


def test_jmap_takes_a_password_and_says_when_there_is_no_vacation_response():
    server = Jmap()
    ours = JmapAway(account(server, auth="password"))
    ours.read_away()
    assert server.seen[0][1:] == ("/.well-known/jmap", server.seen[0][2])
    assert server.seen[0][2].startswith("Basic ")
    server.capable = False
    with pytest.raises(NotOffered):
        ours.read_away()
    server.stop()


def test_no_secret_leaves_unprotected_or_to_another_host():
    for url in ("http://mail.example.org", "ftp://127.0.0.2"):
        web = WebAccount("courrier", url, "x", lambda: pytest.fail("asked"), timeout=0.2)
        with pytest.raises(ChannelError, match="secure"):
            JmapAway(web).read_away()


def test_a_secret_does_not_follow_a_session_to_another_host():
    server, other = Jmap(), Jmap()
    plain = server.answer

    def answer(method, path, body):
        status, found = plain(method, path, body)
        there = other.url.replace("127.0.0.1", "localhost")
        return status, found | ({"apiUrl": f"{there}/api/"} if method == "GET" else {})

    server.answer = answer
    with pytest.raises(ChannelError, match="another host"):
        JmapAway(account(server)).read_away()
    assert not other.seen
    server.stop()
    other.stop()


@pytest.mark.parametrize("begin", [b"Content-Length: 900\r\n\r\n", b"X-Endless: "])
def test_an_answer_that_drips_for_ever_is_given_up(begin, monkeypatch):
    monkeypatch.setattr(http, "LONGEST", 0.2)
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip():
            wire, _ = listening.accept()
            with wire:
                wire.sendall(b"HTTP/1.1 200 OK\r\n" + begin)
                while not stop.wait(0.02):
                    wire.sendall(b"a")

        dripping = threading.Thread(target=drip)
        dripping.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        web = http.Web(WebAccount("courrier", url, "x", lambda: "s3cret", timeout=5))
        try:
            with pytest.raises(ChannelError, match="in time"):
                web.ask("GET", url)
        finally:
            stop.set()
            dripping.join()


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("jmap", 7),
        ("jmap", {"capabilities": 3, "primaryAccounts": {}}),
        ("gmail", []),
        ("graph", {"automaticRepliesSetting": 3}),
    ],
)
def test_answers_of_another_shape_are_a_sentence(kind, answer):
    service, ours = KINDS[kind]
    server = service()
    server.answer = lambda *_: (200, answer)
    with pytest.raises(ChannelError):
        ours(account(server)).read_away()
    server.stop()


def test_a_secret_of_any_letters_is_no_crash(both):
    server, ours = both
    account_ = account(server, secret=lambda: "jeton\u0153\u4e2d")
    with pytest.raises(ChannelError):
        type(ours)(account_).read_away()


def test_windows_names_of_zones_are_understood():
    server = Graph()
    ours = GraphAway(account(server))
    clean = ours.read_away()
    ours.set_away(reply(), found=clean.mark, before=clean.mark)
    end = NOW + timedelta(days=3, hours=1)  # an hour later on the clock of Brussels
    for zone in ("Romance Standard Time", "Europe/Brussels"):
        server.kept["scheduledEndDateTime"] = {
            "dateTime": end.strftime("%Y-%m-%dT%H:%M:%S.0000000"), "timeZone": zone,
        }  # fmt: skip
        assert ours.says(ours.read_away(), reply())
    server.kept["scheduledEndDateTime"]["timeZone"] = "Nowhere Standard Time"
    assert not ours.says(ours.read_away(), reply())
    server.stop()


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Zl", "Zp")), min_size=1)


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=st.lists(TEXT, min_size=1, max_size=4).filter(lambda x: any(map(str.strip, x))))
@example(lines=["Absente\u00a0: bientôt.", "", "", "À  vendredi\tmidi."])
def test_any_words_come_back_as_they_were(kind, lines):
    service, ours_of = KINDS[kind]
    server = service()
    try:
        ours = ours_of(account(server))
        clean = ours.read_away()
        told = reply("\n".join(lines))
        assert ours.says(ours.set_away(told, found=clean.mark, before=clean.mark), told)
    finally:
        server.stop()
