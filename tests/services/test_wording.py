"""What leaves by itself says so and is signed, whatever the owner wrote in texts.toml (B-05)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.shop_facts import LONGEST
from planner.texts import AUTOMATIC, LANGUAGES, LIMIT, load_overrides, slots_of
from planner.texts.own import of_mapping
from tests.shop import Shop, at

WORDS = st.text(st.sampled_from("abc éà'(),."), min_size=1, max_size=40)


@st.composite
def own_texts(draw):
    """A texts.toml in which every automatic text is the owner's own; some forget her name."""
    lines = []
    for language in LANGUAGES:
        lines.append(f"[{language}]")
        for key in sorted(AUTOMATIC):
            dates = sorted(slots_of(key, language) & {"when", "day", "dates"})
            slots = " ".join(f"{{{slot}}}" for slot in dates)
            name = draw(st.sampled_from(["", " {name}", " {name} !"]))
            lines.append(f'{key} = "{draw(WORDS)} Automatique. {slots}{name}"')
    return "\n".join(lines)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=own_texts())
def test_every_automatic_letter_says_so_and_is_signed(tmp_path_factory, texts):
    shop = Shop(tmp_path_factory.mktemp("own"), signature="Camille")
    ctx = replace(shop.office.ctx, texts=of_mapping(load_overrides(texts, "texts.toml")))
    shop.office.ctx = ctx
    shop.write("anne", "Bonjour, avez-vous un 42 ?")
    shop.write("emma", "Hello, do you still have the skirt, please?")
    shop.office.away("sick")
    shop.write("cleo", "Bonjour, et un 40 ?")
    shop.go(at("24 12:00"))
    shop.office.back()
    shop.go(at("28 12:00"))
    assert len(shop.sent) > 6
    for message in shop.sent:
        assert message.automatic
        assert "automatique" in message.body.casefold()
        assert "Camille" in message.body
        assert message.subject.startswith("Auto: ")
    shop.office.close()


FACTS = {
    "facts": {
        "shipping": {"fr": "x" * LONGEST, "en": "x" * LONGEST},
        "sizes": {"fr": "y" * LONGEST, "en": "y" * LONGEST},
    }
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_add_two_lines_and_the_text_stays_short_and_signed(tmp_path, language):
    shop = Shop(tmp_path, settings=FACTS, signature="Camille", language=language)
    ask = {"fr": "Bonjour, livrez-vous, et quelles tailles ?", "en": "Hello, do you ship my size?"}
    shop.write("anne", ask[language])
    (ack,) = shop.sent
    base, *lines, name = ack.body.split("\n")
    assert (len(base) < LIMIT, name) == (True, "Camille")
    assert lines == ["x" * LONGEST, "y" * LONGEST]
    shop.office.away("sick")
    shop.go(at("23 14:10"))
    assert "\n" not in shop.sent[-1].body  # only the first word carries them
    shop.office.close()


def test_two_dates_that_passed_are_owned_up_to_in_one_text(tmp_path):
    shop = Shop(tmp_path, language="en")
    for subject in ("Dress", "Bag"):
        shop.write("anne", "Hello, do you still have it?", subject=subject)
        shop.clock.step(timedelta(minutes=1))
    shop.sleep(at("27 10:00"))
    shop.office.tick()
    late = shop.sent[-1].body
    assert "did not warn you in time" in late
    assert "“Dress” and “Bag”: " in late
    assert len(shop.sent) == 3
    assert shop.violations() == ()
    shop.office.close()


def test_an_answer_is_threaded_by_the_rule_of_rfc_5322(shop):
    """The original's References, else its In-Reply-To, then its Message-ID."""
    given = {
        "anne": {"references": ("<a@x>", "<b@x>"), "in_reply_to": "<b@x>"},
        "bilal": {"in_reply_to": "<c@x>"},
        "cleo": {},
        "dora": {"references": ("<d@x>",), "message_id": ""},
        "emil": {"message_id": ""},
    }
    for who, fields in given.items():
        shop.write(who, **fields)
    threads = {m.to.address.partition("@")[0]: (m.references, m.in_reply_to) for m in shop.sent}
    assert threads == {
        "anne": (("<a@x>", "<b@x>", "<m1@example.net>"), "<m1@example.net>"),
        "bilal": (("<c@x>", "<m2@example.net>"), "<m2@example.net>"),
        "cleo": (("<m3@example.net>",), "<m3@example.net>"),
        "dora": (("<d@x>",), ""),
        "emil": ((), ""),
    }


def test_a_name_goes_with_its_own_address_only(shop):
    shop.write("anne")
    shop.write("bilal", envelope_from="other@elsewhere.example")
    assert [(m.to.address, m.to.name) for m in shop.sent] == [
        ("anne@example.net", "Anne"), ("other@elsewhere.example", ""),
    ]  # fmt: skip
