"""Access tokens: from a command of the owner's, and from Microsoft through msal's own interface."""

import sys
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from planner import locale, secrets, tokens
from planner.errors import ChannelError
from planner.settings import ChannelSettings, load


@pytest.fixture(autouse=True)
def english():
    locale.use("en")


def channel(**more):
    return ChannelSettings("courrier", "imap", user="me@e.test", auth="xoauth2", **more)


def command(code):
    return channel(token_command=(sys.executable, "-c", code))


def test_the_first_line_of_a_command_is_the_token():
    assert tokens.token(command("print('tok3n'); print('more')")) == "tok3n"


@pytest.mark.parametrize(
    ("code", "why"),
    [("print('tok3n'); raise SystemExit(3)", "code 3"), ("print()", "code 0")],
)
def test_a_command_that_fails_is_told_without_what_it_printed(code, why):
    with pytest.raises(ChannelError, match=why) as told:
        tokens.token(command(code))
    assert "tok3n" not in str(told.value)


def test_no_such_command_and_one_that_hangs(monkeypatch):
    with pytest.raises(ChannelError, match="no such command"):
        tokens.token(channel(token_command=("entracte-nowhere",)))
    monkeypatch.setattr(tokens, "_PATIENCE", 0.2)
    with pytest.raises(ChannelError, match="too long"):
        tokens.token(command("import time; time.sleep(60)"))


def test_a_command_is_split_as_a_shell_would_and_run_without_one():
    text = """
[shop]
name = "A"
owner = "B"
zone = "Europe/Brussels"
[[window]]
days = "monday"
from = "10:00"
to = "11:00"
[[channel]]
name = "courrier"
kind = "imap"
host = "imap.e.test"
user = "me@e.test"
auth = "xoauth2"
token_command = "get 'my token' $HOME"
"""
    (found,) = load(text, "settings.toml").channels
    assert found.token_command == ("get", "my token", "$HOME")


class App:
    """What msal.PublicClientApplication does, as far as it is used."""

    accounts, answer, made = [], {}, []

    def __init__(self, client_id, authority, token_cache):
        App.made.append((client_id, authority))

    def get_accounts(self, username):
        return self.accounts

    def acquire_token_silent(self, scopes, account):
        return self.answer

    def initiate_device_flow(self, scopes):
        return {"user_code": "ABC123", "verification_uri": "https://example.org/device"}

    def acquire_token_by_device_flow(self, flow):
        return self.answer


class Cache:
    has_state_changed = True

    def deserialize(self, text):
        self.text = text

    def serialize(self):
        return "remembered"


@pytest.fixture
def microsoft(monkeypatch):
    kept = {}
    fake = SimpleNamespace(PublicClientApplication=App, SerializableTokenCache=Cache)
    monkeypatch.setitem(sys.modules, "msal", fake)
    monkeypatch.setattr(secrets, "fetch", kept.get)
    monkeypatch.setattr(secrets, "store", kept.__setitem__)
    monkeypatch.setattr(secrets, "forget", lambda name: kept.pop(name, None))
    monkeypatch.setattr(App, "made", [])
    return tokens.Microsoft(channel(client_id="my-registration")), kept, monkeypatch


def test_logging_in_shows_the_code_and_keeps_what_msal_remembers(microsoft):
    account, kept, patch = microsoft
    patch.setattr(App, "answer", {"access_token": "tok3n"})
    shown = []
    account.login(shown.append)
    assert "ABC123" in shown[0]
    assert "tok3n" not in shown[0]
    assert kept == {"microsoft:me@e.test": "remembered"}
    assert App.made == [("my-registration", "https://login.microsoftonline.com/common")]


def test_what_msal_remembers_may_be_longer_than_an_entry_of_the_keyring(microsoft):
    account, kept, patch = microsoft
    patch.setattr(App, "answer", {"access_token": "tok3n"})
    for length in (3268, 1500, 1000):
        patch.setattr(Cache, "serialize", lambda self, length=length: "x" * length)
        account.login(lambda _: None)
        assert all(len(each) <= 1280 for each in kept.values())  # what Windows takes
        assert len(secrets.fetch_long("microsoft:me@e.test")) == length
    account.forget()
    assert secrets.fetch_long("microsoft:me@e.test") == ""


def test_microsoft_out_of_reach_is_told(microsoft):
    account, _, patch = microsoft
    for error in (ConnectionError("secret"), ValueError("secret")):
        patch.setattr(App, "initiate_device_flow", Mock(side_effect=error))
        with pytest.raises(ChannelError, match="could not be asked") as told:
            account.login(lambda _: None)
        assert "secret" not in str(told.value)


def test_a_token_is_renewed_silently_or_the_owner_is_asked_to_log_in(microsoft):
    account, _, patch = microsoft
    with pytest.raises(ChannelError, match="channel login courrier"):
        account.token()
    patch.setattr(App, "accounts", [{"username": "me@e.test"}])
    patch.setattr(App, "answer", {"access_token": "tok3n"})
    assert account.token() == "tok3n"


def test_a_refusal_is_one_short_word(microsoft):
    account, _, patch = microsoft
    patch.setattr(App, "answer", {"error": "expired_token", "error_description": "secret things"})
    with pytest.raises(ChannelError, match="expired_token") as told:
        account.login(lambda _: None)
    assert "secret" not in str(told.value)


def test_without_msal_or_a_registration_the_owner_is_told_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "msal", None)
    with pytest.raises(ChannelError, match=r"entracte\[microsoft\]"):
        tokens.token(channel(client_id="x"))
    with pytest.raises(ChannelError, match="token_command"):
        tokens.token(channel())
