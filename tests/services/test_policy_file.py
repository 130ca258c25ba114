"""The rules follow their file within a tick; with an error what held before holds on."""

import json
from dataclasses import replace

import pytest

from planner.bootstrap import open_shop
from planner.clock import StoryClock
from planner.paths import Paths
from planner.services.policy.house import house_rules
from planner.settings_text import default_text
from planner.store.quick import open_quick
from rules.parse import join, load
from rules.policies import default_text as shipped
from rules.record import replay, to_json
from tests.shop import MONDAY, Shop, at

TEN = '[rule.ten]\nsay = "Ten answers a day."\nthen.answers_at_most = 10\n'
FIVE = TEN.replace("ten", "five").replace("Ten", "Five").replace("10", "5")
WRONG = TEN.replace("answers_at_most", "answer_at_most")
TODAY = MONDAY.date()


@pytest.fixture
def home(tmp_path):
    paths = Paths(tmp_path)
    paths.prepare()
    paths.settings.write_text(default_text("Atelier", "Camille", "Europe/Brussels", "en"), "utf-8")
    return paths


@pytest.fixture
def opened(home):
    shops = []

    def open_():
        shops.append(open_shop(home, clock=StoryClock(MONDAY)))
        return shops[-1].office

    yield open_
    for shop in shops:
        shop.close()


def write(home, text):
    """As an editor does: another file in its place, so that it is another one at once."""
    draft = home.policy.with_suffix(".new")
    draft.write_text(text, "utf-8")
    draft.replace(home.policy)


def answers(office):
    return office.ctx.policy.day(TODAY).answers


def test_the_rules_follow_their_file_within_a_tick(home, opened):
    office = opened()
    office.tick()
    assert (answers(office), office.ctx.in_force.name) == (30, "makers-shop.toml")
    write(home, TEN)
    office.tick()
    assert (answers(office), office.ctx.in_force.name) == (10, "policy.toml")
    write(home, FIVE)
    office.tick()
    assert answers(office) == 5
    home.policy.unlink()
    office.tick()
    assert answers(office) == 30
    with office.ctx.store.read() as unit:
        changed = [e for e in unit.journal.events() if e.event == "policy.changed"]
        assert unit.decisions.in_force().policy == office.ctx.policy.rules.hash
    assert len(changed) == 3


def test_a_file_with_errors_never_replaces_what_holds(home, opened):
    write(home, TEN)
    office = opened()
    office.tick()
    write(home, WRONG)
    office.tick()
    assert answers(office) == 10
    today = office.today()
    (problem,) = today.policy.problems
    assert problem.startswith("policy.toml:3:6: unknown effect 'answer_at_most'")
    assert (today.policy.name, today.policy.since) == ("policy.toml", MONDAY)
    assert "those of" in " ".join(today.problems)
    write(home, FIVE)
    office.tick()
    assert answers(office) == 5
    assert office.today().policy.problems == ()


@pytest.mark.parametrize("garbage", [WRONG, "\x00", "[rule", "rule = 3", "[rule.x]\nsay = 1"])
def test_after_a_restart_with_errors_the_last_good_rules_hold(home, opened, garbage):
    write(home, TEN)
    first = opened()
    first.tick()
    first.close()
    write(home, garbage)
    second = opened()
    second.tick()
    assert answers(second) == 10
    view = second.today().policy
    assert view.since == MONDAY
    assert view.problems
    assert second.today().policy == open_quick(home, StoryClock(MONDAY)).today().policy


def test_bytes_that_are_no_text_are_told_too(home, opened):
    home.policy.write_bytes(b"\xff\xfe\x00[rule]")
    office = opened()
    office.tick()
    assert answers(office) == 30
    assert len(office.today().policy.problems) == 1


def test_every_decision_is_recorded_and_replays_to_itself(tmp_path):
    shop = Shop(tmp_path, at("23 08:00"), policy=load_toml(shipped()))
    rude = "Vous êtes nulle, incapable, c'est une honte, voleuse !!!"
    for n in range(8):
        shop.arrive(f"client{n}", rude if n % 3 == 0 else "Elle est encore là ?")
    shop.go(at("23 11:10"))
    for card in shop.office.desk().portion:
        shop.office.answer(card.id, "Oui.")
    shop.office.check_in(2)
    shop.go(at("24 11:30"))
    with shop.books() as unit:
        records = unit.decisions.since(at("22 00:00"))
        abouts = {record.about.split()[0] for record in records}
        for record in records:
            taken = unit.decisions.policy(record.policy)
            rules = join(load(taken.text or shipped(), taken.name), house_rules(taken.house))
            assert rules.hash == record.policy
            again = to_json(replay(rules, {"facts": record.facts}))
            assert again["effects"] == record.effects
            assert again["reasons"] == record.reasons
            assert json.loads(json.dumps(again["near"])) == [list(one) for one in record.near]
            assert again["facts"] == record.facts
    assert abouts == {"day", "now", "request"}
    assert len(records) > 20
    shop.office.close()


def test_the_same_decision_is_recorded_once(tmp_path):
    shop = Shop(tmp_path, at("23 12:00"))
    with shop.books() as unit:
        before = unit.decisions.since(at("22 00:00"))
    for minute in range(1, 30):
        shop.clock.move_to(at(f"23 12:{minute:02}"))
        shop.office.tick()
    with shop.books() as unit:
        assert unit.decisions.since(at("22 00:00")) == before
    shop.office.close()


def test_no_word_of_a_customer_is_in_a_record(tmp_path):
    rules = {
        "lane": {
            "say": "Lane.",
            "when": {"says": "mauvaise adresse"},
            "then": {"urgent_lane": True},
        }
    }
    shop = Shop(tmp_path, at("23 12:00"), policy={"rule": rules})
    shop.write("anne", "Une MAUVAISE adresse, rue du Secret 3.")
    with shop.books() as unit:
        (record,) = [r for r in unit.decisions.since(at("22 00:00")) if "request" in r.about]
    assert record.facts["says"] == ["mauvaise adresse"]
    assert "Secret" not in str(replace(record))
    shop.office.close()


def load_toml(text):
    import tomllib

    return tomllib.loads(text)
