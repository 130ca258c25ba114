import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.message import Mailbox
from planner.domain.story import Story, parse, to_incoming
from planner.errors import StoryError

OWN = Mailbox("bonjour@example.net", "Atelier Camomille")
SHOP = '[shop]\nzone = "Europe/Brussels"\nlanguage = "fr"\n'
AT = "at = 2026-11-21T22:00:00+01:00\n"
STORIES = sorted((Path(__file__).parent.parent / "stories").glob("*.toml"))


def one(body: str) -> Story:
    return parse(f"{SHOP}[[event]]\n{AT}{body}\n", "week.toml")


def refused(text: str) -> StoryError:
    with pytest.raises(StoryError) as caught:
        parse(text, "week.toml")
    assert caught.value.what
    assert caught.value.do
    return caught.value


def test_the_form_of_the_contract_is_read_whole():
    story = parse(
        """
[shop]
zone = "Europe/Brussels"
language = "fr"
name = "Atelier Camomille"
owner = "diligent"
settings = "settings.toml"

[shop.policy.rule.x]
say = "One window"

[[event]]
at = 2026-11-21T22:00:00+01:00
message = { via = "mail", from = "lise@example.org", name = "Lise", text = "Dispo ?" }

[[event]]
at = 2026-11-24T07:05:00+01:00
owner = "away sick"

[[event]]
at = 2026-11-27T18:00:00+01:00
""",
        "week.toml",
    )
    assert story.name == "week.toml"
    shop = story.shop
    assert (shop.zone, shop.language, shop.owner) == ("Europe/Brussels", "fr", "diligent")
    assert shop.settings == "settings.toml"
    assert shop.policy == {"rule": {"x": {"say": "One window"}}}
    assert [event.line for event in story.events] == [12, 16, 20]
    message = story.events[0].message
    assert message is not None
    assert (message.sender, message.name, message.text) == ("lise@example.org", "Lise", "Dispo ?")
    assert message.id == "story-1"
    assert story.events[1].command == ("away", "sick")
    assert (story.events[2].message, story.events[2].command) == (None, ())
    assert story.expect == {}


def test_without_a_shop_the_owner_is_absent():
    shop = parse(f"[[event]]\n{AT}", "x").shop
    assert (shop.owner, shop.settings, shop.policy) == ("absent", None, None)


def test_a_command_is_split_as_a_shell_would_and_may_begin_with_the_programs_name():
    assert one("owner = '''answer lise@example.org \"J'ai vérifié\"'''").events[0].command == (
        "answer",
        "lise@example.org",
        "J'ai vérifié",
    )
    assert one('owner = "entracte away --half am"').events[0].command == ("away", "--half", "am")


@pytest.mark.parametrize(
    ("body", "place", "said", "do"),
    [
        ("[[event]\n", "week.toml:1:", "not TOML", "line"),
        ("a = ", "week.toml:1", "not TOML", "line"),
        ("a = " + "[" * 5000, "week.toml:1", "nested", "flatter"),
        ("[shop]\n", "week.toml:2", "no event", "[[event]]"),
        ("\n[[events]]\n", "week.toml", "no `events`", "`event`"),
        ("[event]\n" + AT, "week.toml", "have to be tables", "[[event]]"),
        ("event = [1]\n", "week.toml:1", "have to be tables", "[[event]]"),
        (f"[shop]\nzon = 1\n[[event]]\n{AT}", "week.toml:2", "no `zon`", "`zone`"),
        (f'[shop]\n\nzone = "Europe/Brusels"\n[[event]]\n{AT}', "week.toml:3", "zone", "Brussels"),
        (f'[shop]\nzone = "Europe"\n[[event]]\n{AT}', "week.toml:2", "no time zone", ""),
        (f"[shop]\nzone = 3\n[[event]]\n{AT}", "week.toml:2", "text, not a number", "zone ="),
        (f'[shop]\nlanguage = "de"\n[[event]]\n{AT}', "week.toml:2", "'de'", "fr"),
        (f'[shop]\nowner = "dilligent"\n[[event]]\n{AT}', "week.toml:2", "dilligent", "`diligent`"),
        (f"[shop]\npolicy = true\n[[event]]\n{AT}", "week.toml:2", "not true or false", ".toml"),
        (f"shop = 3\n[[event]]\n{AT}", "week.toml:1", "a table", "shop ="),
        (f"[expect]\nviolation = 0\n[[event]]\n{AT}", "week.toml:2", "`violation`", "`violations`"),
        (f"[expect]\nsent = 3\n[[event]]\n{AT}", "week.toml:1", "list of tables", "sent ="),
        (
            f'[[event]]\n{AT}[[expect.sent]]\ncontain = "x"\n',
            "week.toml:4",
            "`contain`",
            "`contains`",
        ),
    ],
)
def test_a_wrong_file_is_told_with_its_place(body, place, said, do):
    problem = refused(body)
    assert problem.where.startswith(place)
    assert said in problem.what
    assert do in problem.do


@pytest.mark.parametrize(
    ("event", "line", "said", "do"),
    [
        ('owner = "back"', 4, "no `at`", "at = 2026"),
        ('at = "monday"', 5, "not text", "at = 2026"),
        ("at = 2026-11-21", 5, "not a date", "at = 2026"),
        ("at = 2026-11-21T22:00:00", 5, "no offset", "+01:00"),
        ("at = 0001-01-01T00:00:00Z", 5, "too far", "at = 2026"),
        (AT + 'mesage = "x"', 6, "no `mesage`", "`message`"),
        (AT + 'message = "x"', 6, "a table", "message ="),
        (AT + 'owner = "awya sick"', 6, "'awya'", "`away`"),
        (AT + 'owner = ""', 6, "empty", "back"),
        (AT + 'owner = "answer 3 it\'s"', 6, "no end", "double quotes"),
        (AT + "owner = 3", 6, "not a number", "owner ="),
        (AT + 'owner = "back"\nmessage = { from = "a@b.example" }', 6, "not both", "two events"),
        (AT + 'message = { text = "x" }', 6, "no `from`", "from ="),
        (AT + 'message = { form = "x" }', 6, "no `form`", "`from`"),
        (AT + 'message.from = "x"\nmessage.text = 3', 7, "not a number", "text ="),
        (AT + 'message.from = "x"\nmessage.via = "e mail"', 7, "'e mail'", "mail"),
        (AT + 'message.from = "x"\nmessage.id = "a b"', 7, "'a b'", "dashes"),
        (AT + 'message = { from = "x", headers = { X-Loop = true } }', 6, "X-Loop", "X-Loop ="),
        (AT + 'message = { eml = "a.eml", text = "x" }', 6, "not both", "Take `eml` out"),
    ],
)
def test_a_wrong_event_is_told_with_its_line(event, line, said, do):
    problem = refused(f"{SHOP}[[event]]\n{event}\n")
    assert problem.where == f"week.toml:{line}"
    assert said in problem.what
    assert do in problem.do


def test_events_out_of_order_name_both_lines():
    problem = refused(f"[[event]]\n{AT}\n[[event]]\nat = 2026-11-21T20:59:00Z\n")
    assert problem.where == "week.toml:5"
    assert "line 1" in problem.what
    assert "order" in problem.do


def test_lines_are_not_misled_by_what_texts_and_comments_contain():
    story = parse(
        f"# [[event]]\n[[event]]\n{AT}"
        'message.from = "a@example.org"\n'
        'message.text = """\n[[event]]\nat = 3\n\\"""" # at = 4\n\n'
        f"[[event]] # two\n{AT}message.from = '[[event]]'\nmessage.text = '''\n[[event]]\n'''\n"
        f"  [[ event ]]\n{AT}",
        "x",
    )
    assert [event.line for event in story.events] == [2, 10, 16]


def test_events_written_inline_are_accepted():
    story = parse('event = [{at = 2026-11-21T22:00:00Z, owner = "back"}]', "x")
    assert story.events[0].command == ("back",)


def test_a_message_becomes_what_a_mailbox_would_hand_over():
    event = one(
        'message = { from = "Lise <lise@example.org>", subject = "Robe", text = "Dispo ?" }'
    ).events[0]
    mail = to_incoming(event, OWN)
    assert mail.sender == Mailbox("lise@example.org", "Lise")
    assert mail.to == (OWN,)
    assert mail.received_at == datetime(2026, 11, 21, 21, 0, tzinfo=UTC)
    assert mail.received_at.utcoffset() == timedelta(0)
    assert (mail.foreign_id, mail.message_id) == ("story-1", "<story-1@story>")
    assert (mail.subject, mail.text, mail.reply_text) == ("Robe", "Dispo ?", "Dispo ?")
    assert (mail.in_reply_to, mail.references, mail.envelope_from) == ("", (), "lise@example.org")


def test_a_thread_is_a_chain_of_replies():
    def message(number: int, more: str) -> str:
        at = f"at = 2026-11-21T22:0{number}:00Z"
        return f'[[event]]\n{at}\nmessage = {{ from = "a@b.example", {more} }}\n'

    story = parse(
        message(0, 'id = "first"')
        + message(1, 'thread = "first"')
        + message(2, 'thread = "first", id = "third@b.example"')
        + message(3, 'thread = "other"')
        + message(4, 'thread = "other"'),
        "x",
    )
    mails = [to_incoming(event, OWN) for event in story.events]
    assert [mail.in_reply_to for mail in mails] == [
        "",
        "<first@story>",
        "<story-2@story>",
        "",
        "<story-4@story>",
    ]
    assert mails[2].references == ("<first@story>", "<story-2@story>")
    assert mails[2].message_id == "<third@b.example>"
    assert len({mail.message_id for mail in mails}) == len(mails)


def test_headers_decide_what_they_decide_in_a_real_mail():
    event = one(
        'message.from = "md@example.org"\n'
        'message.headers.Return-Path = "<>"\n'
        'message.headers.To = "X <x@y.example>"\n'
        'message.headers.Content-Type = "Multipart/Report; report-type=x"\n'
        'message.headers.In-Reply-To = "<9@z>"\n'
        'message.headers.References = "<8@z> <9@z>"\n'
        'message.headers.Message-ID = "<10@z>"\n'
        'message.headers.auto-submitted = "auto-replied"\n'
    ).events[0]
    mail = to_incoming(event, OWN)
    assert mail.envelope_from == ""
    assert mail.to == (Mailbox("x@y.example", "X"),)
    assert mail.part_types == ("multipart/report",)
    assert (mail.message_id, mail.in_reply_to) == ("<10@z>", "<9@z>")
    assert mail.references == ("<8@z>", "<9@z>")
    assert mail.header("Auto-Submitted") == ("auto-replied",)


def test_a_sender_may_be_missing_and_a_phone_has_no_mail_headers():
    assert to_incoming(one('message = { from = "" }').events[0], OWN).sender is None
    event = one('message = { via = "pad", from = "+32 470 00 00 00", text = "Rappelez" }').events[0]
    call = to_incoming(event, OWN)
    assert call.sender == Mailbox("+32 470 00 00 00")
    assert (call.message_id, call.envelope_from) == ("", None)


@pytest.mark.parametrize("body", ["", 'owner = "back"', 'message = { eml = "mail/1.eml" }'])
def test_only_a_message_in_words_becomes_one(body):
    with pytest.raises(StoryError, match="line 4"):
        to_incoming(one(body).events[0], OWN)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_every_shipped_story_can_be_read(path):
    story = parse(path.read_text(encoding="utf-8"), path.name)
    assert story.expect["zone"] == story.shop.zone
    assert len(story.expect) > 1


TOMLISH = st.text(st.sampled_from("[]{}=\".'#\\\n event at owner message shop 2026-11T:0+Z"))


@given(st.one_of(st.text(), TOMLISH))
def test_any_text_gives_a_story_or_says_what_to_do(text):
    problem = None
    try:
        assert parse(text, "any.toml").events
    except StoryError as caught:
        problem = caught
    assert problem is None or (problem.where.startswith("any.toml:") and problem.do)


SAID = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x7f"))
MINUTES = st.integers(0, 500_000).map(lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(0, m))


@given(st.lists(st.tuples(MINUTES, SAID, st.integers(0, 3)), min_size=1, max_size=8))
def test_what_is_written_is_read_with_its_line(rows):
    rows.sort()
    text, lines = SHOP, []
    for at, said, blank in rows:
        text += "\n" * blank
        lines.append(text.count("\n") + 1)
        text += f"[[event]]\nat = {at.isoformat()}\nmessage.from = 'a@b.example'\n"
        text += f"message.text = {json.dumps(said, ensure_ascii=False)}\n"
    story = parse(text, "x")
    assert [event.line for event in story.events] == lines
    assert [event.at for event in story.events] == [at for at, _, _ in rows]
    mails = [to_incoming(event, OWN) for event in story.events]
    assert [mail.text for mail in mails] == [said for _, said, _ in rows]
    assert len({mail.foreign_id for mail in mails}) == len(rows)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ('owner = "back"\nrefused = "yes"', "`refused` has to be true or false"),
        ("refused = true", "Only a command of the owner's can be refused"),
    ],
)
def test_a_refusal_belongs_to_a_command(event, said):
    with pytest.raises(StoryError, match=said):
        parse(f"[[event]]\nat = 2026-11-24T09:00:00+01:00\n{event}\n", "s.toml")


def test_a_command_may_be_expected_to_be_refused():
    text = '[[event]]\nat = 2026-11-24T09:00:00+01:00\nowner = "undo"\nrefused = true\n'
    (event,) = parse(text, "s.toml").events
    assert event.refused
