"""Behind the first run: answers kept in private, a zone found, the settings written once."""

import json
from dataclasses import asdict, replace

import pytest

from planner import locale, secrets
from planner.bootstrap_setup import FirstDay
from planner.errors import EntracteError, NotPossible, WrongUse
from planner.paths import Paths
from planner.settings import load
from planner.settings_first import channels_of, first_text, host_of
from planner.views_setup import Answers

HER = Answers(
    language="fr", first_name="Camille", shop_name="Atelier", zone="Europe/Brussels",
    busy_hours="12-14, 17-19", source="later",
)  # fmt: skip


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setattr(secrets, "_held", {})
    monkeypatch.setattr(secrets, "store", lambda name, secret: None)
    return FirstDay(Paths(tmp_path / "home"), "fr")


def test_answers_are_kept_for_the_owner_alone_and_read_again(desk):
    assert desk.begun().language == "fr"
    desk.keep(HER)
    path = desk.paths.begun
    assert path.stat().st_mode & 0o777 == 0o600
    assert desk.begun() == HER
    for odd in ("[", "[]", '{"step": 3, "live": "yes", "open_days": [9], "source": "x", "no": 1}'):
        path.write_text(odd)
        assert desk.begun().source == "mailbox"
    path.write_text(json.dumps({**asdict(HER), "busy_hours": "midi", "language": "de"}))
    assert (desk.begun().busy_hours, desk.begun().language) == ("", "fr")


def test_a_zone_is_found_by_its_city(desk):
    assert desk.zone("brussels").zone == "Europe/Brussels"
    assert desk.zone("new york").zone == "America/New_York"
    with pytest.raises(WrongUse, match="Europe/Brussels"):
        desk.zone("Bruxelles")
    with pytest.raises(WrongUse):
        desk.zone("")


def test_the_texts_carry_her_name_and_nothing_is_left_behind(desk):
    locale.use("en")
    ack, away, moved = desk.samples(HER)
    assert ack.sample.startswith("Bonjour")
    assert all("Camille" in one.sample for one in (ack, away, moved))
    assert locale.language() == "en"
    assert not desk.paths.settings.exists()


def test_the_settings_are_written_once_and_whole(desk):
    desk.keep(HER)
    begun = desk.finish(HER, "")
    settings = load(desk.paths.settings.read_text("utf-8"), "settings.toml")
    assert begun.place == str(desk.paths.settings)
    assert desk.paths.settings.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in desk.paths.home.iterdir()] == ["settings.toml"]
    hours = [(row.start.isoformat("minutes"), row.answers) for row in settings.schedule.weekly]
    assert hours == [("11:00", 15), ("16:15", 15)]
    assert (settings.shop.owner, settings.channels, settings.problems) == ("Camille", (), ())
    before = desk.paths.settings.read_text("utf-8")
    with pytest.raises(NotPossible):
        desk.finish(replace(HER, shop_name="Other"), "")
    assert desk.paths.settings.read_text("utf-8") == before
    assert [one.name for one in desk.paths.home.iterdir()] == ["settings.toml"]


def test_any_names_and_days_make_settings_that_can_be_read():
    odd = replace(
        HER, first_name='Ca"mi\\lle', shop_name="{name} \x07[x]", open_days=(1, 6),
        answer_hours="9-9:30, 13-14:30, 23-24", language="en",
    )  # fmt: skip
    settings = load(first_text(odd), "settings.toml")
    assert (settings.shop.owner, settings.shop.name) == ('Ca"mi\\lle', "{name} \x07[x]")
    assert {row.days for row in settings.schedule.weekly} == {frozenset({1, 6})}
    assert [row.answers for row in settings.schedule.weekly] == [10, 15, 15]
    with pytest.raises(WrongUse, match="midi"):
        first_text(replace(HER, busy_hours="midi"))


def test_a_host_is_known_by_its_domain_or_guessed():
    assert host_of("me@gmail.com").known
    assert not host_of("me@outlook.com").password
    assert host_of("me@Own.Example").reads_at == "imap.own.example"
    for wrong in ("", "me", "a b@c", "@x"):
        with pytest.raises(WrongUse):
            host_of(wrong)


def test_how_a_server_is_secured_follows_from_its_port():
    own = replace(HER, source="mailbox", mail_address="me@own.example")
    sends, reads = channels_of(own)
    assert (sends["host"], reads["host"]) == ("smtp.own.example", "imap.own.example")
    sends, reads = channels_of(replace(own, reads_at="mail.x:143", sends_by="mail.x:587"))
    assert {sends["security"], reads["security"]} == {"starttls"}
    sends, reads = channels_of(replace(own, reads_at="mail.x:1993", sends_by="127.0.0.1:1025"))
    assert (sends["security"], reads["security"]) == ("none", "tls")
    hosted = replace(own, reads_at="ssl0.ovh.net", sends_by="ssl0.ovh.net")
    assert [table["host"] for table in channels_of(hosted)] == ["ssl0.ovh.net"] * 2
    for wrong in ("a b", "x:", "x:0", "x:abc", ":25"):
        with pytest.raises(WrongUse):
            channels_of(replace(own, reads_at=wrong))


def test_a_folder_of_mail_is_tried_like_a_mailbox(desk, tmp_path):
    locale.use("en")
    folder = tmp_path / "mail"
    trial = replace(HER, source="folder", mail_folder=str(folder), mail_address="me@x.example")
    assert not desk.try_mail(trial, "").well
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True)
    tried = desk.try_mail(trial, "")
    assert tried.well
    assert "The mail can be read." in [line.told for line in tried.lines]
    assert not desk.paths.settings.exists()
    (tmp_path / "box.mbox").write_text("From x")
    with pytest.raises(WrongUse, match="import"):
        desk.try_mail(replace(trial, mail_folder=str(tmp_path / "box.mbox")), "")
    desk.finish(trial, "")
    settings = load(desk.paths.settings.read_text("utf-8"), "settings.toml")
    assert [each.kind for each in settings.channels] == ["paper", "maildir"]
    assert settings.shop.address == ("me@x.example",)


def test_without_a_keyring_the_password_holds_until_the_end_and_that_is_said(desk, monkeypatch):
    def none(name, secret):
        raise EntracteError("No keyring.", do=f"Set {secrets.variable(name)}.")

    monkeypatch.setattr(secrets, "store", none)
    monkeypatch.setattr(secrets, "fetch", lambda name: None)
    mailbox = replace(HER, source="mailbox", mail_address="me@gmail.com")
    begun = desk.finish(mailbox, "pass word")
    for name in ("courrier", "envoi"):
        assert secrets.variable(name) in begun.told
    assert secrets.password("courrier", {}) == "pass word"
    assert "pass word" not in desk.paths.settings.read_text("utf-8")
