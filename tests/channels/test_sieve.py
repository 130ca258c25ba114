"""The server's own away reply, on Dovecot with Pigeonhole and ManageSieve."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from itertools import pairwise

import pytest

from planner.channels.imap import Account, Connection, ImapReceiver
from planner.channels.sieve import SieveServer, client
from planner.domain.server_reply import AwayReply, ServerWord
from planner.errors import ChangedElsewhere, ChannelError, NotOffered
from tests.servers.cutting import Cutting
from tests.servers.dovecot import Dovecot
from tests.servers.home import letter
from tests.servers.process import running, wait_for
from tests.servers.script import Script

#: One moment for all: two words of two seconds would be two words.
NOW = datetime.now(UTC)
HERS = """require ["fileinto"];
# les listes, à part
if exists "X-Boutique" { fileinto "INBOX"; }
"""


@pytest.fixture(scope="module")
def dovecot(answers):
    with running(Dovecot(sieve=True, smtp=answers.port)) as server:
        yield server


@pytest.fixture
def server(dovecot, answers):
    """A clean mailbox without scripts; what was answered before is forgotten."""
    answers.kept.clear()
    made = SieveServer(account(dovecot))
    yield made
    folder = dovecot.script("x").parent
    (folder.parent / ".dovecot.sieve").unlink(missing_ok=True)
    for file in folder.glob("*.sieve"):
        file.unlink()


def account(dovecot, **more):
    given = {"security": "none", "timeout": 5.0, "language": "en", "port": dovecot.sieve}
    given |= {"secret": lambda: dovecot.password} | more
    return Account("courrier", "127.0.0.1", user=dovecot.user, **given)


def reply(text="Absente jusqu'à vendredi.", name="away 1", **when):
    since, until = when.get("since", NOW - timedelta(hours=1)), when.get("until")
    word = ServerWord(since, until, "", text, NOW + timedelta(days=2), name)
    return AwayReply((word,), ("shop@example.test",))


def say(server, given):
    found = server.read_away()
    return server.set_away(given, found=found.mark, before=found.mark)


def hers(dovecot, server, text=HERS, name="perso"):
    """A script that she, or a web mailer, has put there and made the active one."""
    from planner.channels.sieve.client import connected

    with connected(account(dovecot)) as session:
        assert session.write(name, text)
        assert session.activate(name)
    return dovecot.script(name).read_bytes()


def test_a_customer_is_answered_once_and_machines_never(dovecot, server, answers):
    say(server, reply(".Absente.\n.\nÀ vendredi « midi »", "mine 1"))
    dovecot.deliver(letter(number=1))
    dovecot.deliver(letter(number=2))
    for number, headers in enumerate(
        [
            {"List_Id": "<a.b>"},
            {"Auto_Submitted": "auto-replied"},
            {"Precedence": "bulk"},
            {"From": "Moi <shop@example.test>"},
            {"From": "x <no-reply@example.org>"},
            {"To": "Liste <other@example.test>"},
            {"X_Spam_Flag": "YES"},
        ],
        start=3,
    ):
        dovecot.deliver(letter(number=number, **headers), sender=f"x{number}@example.org")
    dovecot.deliver(letter(number=20, From="Zoe <zoe@example.org>"), sender="zoe@example.org")
    wait_for(lambda: len(answers.kept) >= 2, "the replies")
    assert [kept.to for kept in answers.kept] == [["lise@example.org"], ["zoe@example.org"]]
    sent = message_from_bytes(answers.kept[0].raw)
    assert answers.kept[0].sender == "<>" or not answers.kept[0].sender
    assert sent["Auto-Submitted"].startswith("auto-replied")
    assert sent["In-Reply-To"] == "<m1@example.org>"
    assert sent.get_payload(decode=True).decode().strip().replace("\r\n", "\n") == (
        ".Absente.\n.\nÀ vendredi « midi »"
    )
    # The mails that it answered, or had answered, are marked, and the others are not.
    assert (dovecot.maildir() / "dovecot-keywords").read_text() == "0 $EntracteTold\n"
    assert len(list(dovecot.maildir().rglob("*.vm*:2,*a*"))) == 3


def test_what_was_told_is_seen_when_mail_is_fetched(dovecot, server, answers):
    """Also on mail that her own script files; and never on what no reply went to."""
    text = 'require ["fileinto", "mailbox"];\n'
    text += 'if header :is "Subject" "Robe" { fileinto :create "Robes"; }\n'
    hers(dovecot, server, text)
    say(server, reply(name="mine 3"))
    sent = {"Robe": "a@example.org", "Jupe": "b@example.org", "Sans retour": "", "Liste": "l@x.org"}
    for number, (subject, sender) in enumerate(sent.items(), start=61):
        headers = {"List_Id": "<a.b>"} if subject == "Liste" else {}
        mail = letter(subject=subject, number=number, From=sender or "c@example.org", **headers)
        dovecot.deliver(mail, sender)
    wait_for(lambda: len(answers.kept) >= 2, "the replies")
    line = Connection(
        Account(
            "courrier", dovecot.host, dovecot.imap, dovecot.user, lambda: dovecot.password, "none"
        )
    )
    receiver = ImapReceiver(line, folders=("INBOX", "Robes"))
    got = receiver.receive('{"INBOX": [-1, 0], "Robes": [-1, 0]}')
    told = {m.subject: m.told for m in (a.message for a in got) if m.subject in sent}
    receiver.close()
    assert told == {"Robe": True, "Jupe": True, "Sans retour": False, "Liste": False}
    assert sorted(kept.to[0] for kept in answers.kept) == ["a@example.org", "b@example.org"]


def test_her_own_script_is_kept_byte_for_byte(dovecot, server):
    before = hers(dovecot, server)
    found = server.read_away()
    state = say(server, reply())
    assert state.active
    assert not server.says(state, reply("Autre chose."))
    gone = server.set_away(None, found=state.mark, before=found.mark)
    assert gone == found
    assert dovecot.script("perso").read_bytes() == before
    assert not dovecot.script("entracte").exists()


def test_her_filters_go_on_working_meanwhile(dovecot, server, answers):
    hers(
        dovecot, server, 'require "fileinto";\nif header :is "Subject" "Robe" { discard; stop; }\n'
    )
    say(server, reply(name="mine 2"))
    dovecot.deliver(letter(subject="Robe", number=41), sender="a@example.org")
    dovecot.deliver(letter(subject="Jupe", number=42, From="b <b@example.org>"), "b@example.org")
    wait_for(lambda: answers.kept, "the reply")
    assert [kept.to for kept in answers.kept] == [["b@example.org"]]
    assert not any(b"<m41@" in f.read_bytes() for f in dovecot.maildir().rglob("*.vm*"))


@pytest.mark.parametrize(
    "text",
    ['require "vacation";\nvacation "Je suis partie.";\n', 'require "reject";\nreject "non";\n'],
)
def test_a_script_that_answers_itself_is_left_alone(dovecot, server, text):
    before = hers(dovecot, server, text)
    with pytest.raises(NotOffered, match="answers mail by itself"):
        say(server, reply())
    assert dovecot.script("perso").read_bytes() == before
    assert not dovecot.script("entracte").exists()


def test_so_is_one_that_includes_one(dovecot, server):
    hers(dovecot, server, 'require "vacation";\nvacation "Partie.";\n', "inner")
    hers(dovecot, server, 'require "include";\ninclude :personal "inner";\n', "outer")
    with pytest.raises(NotOffered):
        say(server, reply())


def test_what_another_program_changed_is_not_overwritten(dovecot, server):
    state = say(server, reply())
    found = server.read_away()
    changed = hers(dovecot, server)
    for given in (reply("Autre chose."), None):
        with pytest.raises(ChangedElsewhere):
            server.set_away(given, found=state.mark, before=found.mark)
    assert dovecot.script("perso").read_bytes() == changed
    assert server.read_away().mark == '{"active": "perso"}'
    # Ours, edited by hand and active.
    text = dovecot.script("entracte").read_text().replace("Absente", "Présente")
    hers(dovecot, server, text, "entracte")
    edited = server.read_away()
    for given in (reply("Autre chose."), None):
        with pytest.raises(ChangedElsewhere):
            server.set_away(given, found=edited.mark, before=found.mark)
    assert "Présente" in dovecot.script("entracte").read_text()


@pytest.mark.parametrize("late", [False, True])
def test_cut_off_at_any_step_the_next_try_does_the_rest(dovecot, server, late):
    before = hers(dovecot, server)
    clean = server.read_away()
    word = reply()
    for given in (word, None):
        for after in range(30):
            found = server.read_away()
            # Wholly one or wholly the other, as far as mail is concerned.
            assert found == clean or server.says(found, word)
            with Cutting(dovecot.sieve, after=after, late=late) as wire:
                cut = SieveServer(account(dovecot, port=wire.port))
                try:
                    cut.set_away(given, found=found.mark, before=clean.mark)
                except ChannelError:
                    continue
            break
        assert after > 5
        state = server.read_away()
        assert server.says(state, word) if given else state == clean
    assert dovecot.script("perso").read_bytes() == before
    assert not dovecot.script("entracte").exists()


@pytest.mark.parametrize("name", ['mes "filtres"', "l'été", "a\\b", '"x"'])
def test_any_name_of_her_script_is_read_and_put_back(dovecot, server, name):
    before = hers(dovecot, server, name=name)
    found = server.read_away()
    state = say(server, reply())
    assert server.says(state, reply())
    assert server.set_away(None, found=state.mark, before=found.mark) == found
    assert dovecot.script(name).read_bytes() == before


def test_without_dates_the_word_that_holds_now_is_said(answers):
    """Nor `include`: a script of hers would be left alone."""
    bare = Dovecot(sieve=True, smtp=answers.port, extensions="-date -relational -include")
    now = datetime.now(UTC)
    edges = [now + timedelta(days=days) for days in (-2, -1, 1, 2)]
    words = tuple(
        ServerWord(since, until, "", f"{since:%d}", now + timedelta(days=9), "hours")
        for since, until in pairwise(edges)
    )
    answers.kept.clear()
    try:
        bare.start()
        made = SieveServer(account(bare))
        assert made.several  # believed until it was looked at
        clean = made.read_away()
        assert not made.several
        wanted = AwayReply(words, ("shop@example.test",))
        state = made.set_away(wanted, found=clean.mark, before=clean.mark)
        assert made.says(state, wanted)
        bare.deliver(letter(number=70))
        wait_for(lambda: answers.kept, "the reply")
        said = message_from_bytes(answers.kept[0].raw).get_payload().strip()
        assert said == f"{edges[1]:%d}"
        # Only words of another time: nothing is said.
        later = AwayReply(words[2:], wanted.addresses)
        assert made.set_away(later, found=state.mark, before=clean.mark) == clean
        hers(bare, made)
        found = made.read_away()
        with pytest.raises(NotOffered, match="cannot keep it beside"):
            made.set_away(wanted, found=found.mark, before=found.mark)
        assert made.read_away() == found
    finally:
        bare.remove()


def test_a_token_is_taken_and_one_that_ran_out_is_told(dovecot):
    good = account(dovecot, auth="xoauth2", secret=dovecot.token)
    assert SieveServer(good).read_away().mark
    old = account(dovecot, auth="xoauth2", secret=lambda: dovecot.token(seconds=-5))
    with pytest.raises(ChannelError, match="refused the access token"):
        SieveServer(old).read_away()


def test_certificates_are_checked_before_the_password_leaves(dovecot, capfd):
    sure = SieveServer(account(dovecot, security="starttls", ca_file=str(dovecot.cert)))
    assert sure.read_away().mark
    with pytest.raises(ChannelError, match="not trusted"):
        SieveServer(account(dovecot, security="starttls")).read_away()
    assert capfd.readouterr().err == ""


CAPABLE = '"IMPLEMENTATION" "x"\r\n"SIEVE" "fileinto"\r\n"SASL" "PLAIN"\r\n'


@pytest.mark.parametrize(
    ("security", "greeting", "answer", "said"),
    [
        ("none", CAPABLE + "OK", lambda line: 'NO "no"', "refused the user name"),
        ("none", CAPABLE + "OK", lambda line: None, "connection was lost"),
        ("none", CAPABLE + "OK", lambda line: "", "did not answer in time"),
        ("none", "BYE", lambda line: "", "connection was lost"),
        ("none", "what?", lambda line: "OK", "did not answer in time"),
        ("starttls", CAPABLE + "OK", lambda line: "OK", "No secure connection"),
        ("none", '"SIEVE" "x"\r\n"SASL" ""\r\nOK', lambda line: "OK", "takes no password"),
    ],
)
def test_odd_servers_are_told_in_a_sentence(security, greeting, answer, said):
    with Script(greeting, answer) as odd:
        made = SieveServer(
            Account("courrier", "127.0.0.1", odd.port, "x", lambda: "y", security, timeout=0.3)
        )
        with pytest.raises(ChannelError, match=said):
            made.read_away()


@pytest.mark.parametrize(("name", "value"), [("WAITS", 0), ("MOST", 20)])
def test_a_server_that_talks_on_and_on_is_left(monkeypatch, name, value):
    monkeypatch.setattr(client, name, value)
    with Script(CAPABLE + "OK", lambda line: "OK") as odd:
        made = SieveServer(
            Account("courrier", "127.0.0.1", odd.port, "x", lambda: "y", "none", timeout=5)
        )
        with pytest.raises(ChannelError, match="did not answer in time"):
            made.read_away()


@pytest.mark.parametrize(
    ("refused", "problem", "said"),
    [
        ("HAVESPACE", NotOffered, "no room"),
        ("PUTSCRIPT (QUOTA/MAXSIZE)", NotOffered, "no room"),
        ("PUTSCRIPT", ChannelError, "did not take the script"),
        ("SETACTIVE", ChannelError, "did not take the script"),
        ("LISTSCRIPTS", ChannelError, "cannot be understood"),
    ],
)
def test_a_server_that_refuses_is_told(refused, problem, said):
    """And no script of hers is touched: the only one that is named is ours."""
    able = CAPABLE.replace("fileinto", "vacation date relational")
    refused, _, code = refused.partition(" ")
    asked = False

    def talk(line):
        command = line.split(" ")[0]
        if asked and command == refused:
            return f'NO {code} "no"'
        known = ("AUTHENTICATE", "LISTSCRIPTS", "HAVESPACE", "SETACTIVE", "LOGOUT")
        return 'OK "done"' if command in known or line == "" else ""  # the script itself

    with Script(able + "OK", talk) as odd:
        made = SieveServer(
            Account("courrier", "127.0.0.1", odd.port, "x", lambda: "y", "none", timeout=1)
        )
        found = made.read_away()
        asked = True
        with pytest.raises(problem, match=said):
            made.set_away(reply(), found=found.mark, before=found.mark)
    commands = [line for line in odd.said if line.startswith(("PUTSCRIPT", "SETACTIVE", "DELETE"))]
    assert all('"entracte"' in line for line in commands)


def test_no_password_leaves_unprotected():
    made = SieveServer(
        Account("courrier", "mail.invalid", 4190, "x", lambda: "y", "none", timeout=0.3)
    )
    with pytest.raises(ChannelError):
        made.read_away()


def test_a_server_without_vacation_says_so():
    def talk(line):
        if line.startswith("LISTSCRIPTS"):
            return 'OK "done"'
        return "OK"

    with Script(CAPABLE + "OK", talk) as odd:
        made = SieveServer(Account("courrier", "127.0.0.1", odd.port, "x", lambda: "y", "none"))
        found = made.read_away()
        with pytest.raises(NotOffered, match="offers no away reply"):
            made.set_away(reply(), found=found.mark, before=found.mark)
