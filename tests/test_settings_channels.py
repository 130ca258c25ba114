"""[[channel]]: what an account may say, what is unwise, and what it is wired to."""

import pytest

from planner.bootstrap import connections, keepers
from planner.errors import SettingsError
from planner.settings import default_text, load

SHOP = default_text("Atelier", "Camille", "Europe/Brussels", "en")
MAILBOX = '[[channel]]\nname = "c"\nkind = "imap"\nhost = "imap.e.test"\nuser = "me@e.test"\n'


def read(text):
    return load(f"{SHOP}\n{text}", "settings.toml")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('answered = "file"', "no folder is named"),
        ('answered = "delete"', "not possible"),
        ('auth = "oauth"', "not possible"),
        ('token_command = "get \'tok"', "A quote is not closed"),
        ("folders = 3", "a list of texts"),
        ('sent_foldr = "x"', "sent_folder"),
    ],
)
def test_what_cannot_be_is_said_with_its_place(line, says):
    with pytest.raises(SettingsError, match=says) as told:
        read(f"{MAILBOX}{line}")
    assert told.value.where.startswith("settings.toml:")


@pytest.mark.parametrize(
    ("lines", "exposed"),
    [
        ('security = "none"', True),
        ('security = "starttls"', False),
        ("", False),
    ],
)
def test_a_password_that_would_travel_unprotected_is_told(lines, exposed):
    found = read(MAILBOX + lines).problems
    assert any("travels unprotected" in each for each in found) == exposed
    here = MAILBOX.replace("imap.e.test", "localhost")
    assert read(here + lines).problems == ()


WAYS = {
    "smtp": '[[channel]]\nname = "w"\nkind = "smtp"\nhost = "smtp.e.test"\n',
    "paper": '[[channel]]\nname = "w"\nkind = "paper"\n',
    "nothing": "",
}


@pytest.mark.parametrize(
    ("way", "line", "kept"),
    [
        ("smtp", "", True),
        ("smtp", "copy_sent = false", False),
        ("smtp", 'copy_sent = false\nanswered = "mark"', True),
        ("paper", "", False),  # a trial leaves nothing in the mailbox
        ("nothing", "", False),
    ],
)
def test_only_what_really_leaves_is_copied(way, line, kept):
    settings = read(f"{MAILBOX}{line}\n{WAYS[way]}")
    assert bool(keepers(settings, connections(settings))) == kept
