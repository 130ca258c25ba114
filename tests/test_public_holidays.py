"""Public holidays: the counts of engine.md, the names in the owner's language, wrong places."""

from datetime import date

import pytest

from planner import locale
from planner.public_holidays import UnknownPlace, public_holidays


@pytest.fixture(autouse=True)
def _english():
    locale.use("en")


@pytest.mark.parametrize(
    ("country", "region", "count"),
    [
        ("BE", "", 12),
        ("FR", "", 11),
        ("FR", "Alsace", 13),
        ("FR", "Moselle", 13),
        ("CH", "GE", 9),
        ("CH", "VD", 9),
        ("CH", "ZH", 9),
        ("CA", "", 6),
        ("CA", "QC", 9),
        ("CA", "ON", 11),
    ],
)
def test_how_many_a_year_has(country, region, count):
    found = public_holidays(country, region, 2027, "fr")
    assert len(found) == count
    assert [h.day for h in found] == sorted({h.day for h in found})
    assert all(h.day.year == 2027 for h in found)


@pytest.mark.parametrize(
    ("language", "name"),
    [("fr", "Noël"), ("nl", "Kerstmis"), ("en", "Christmas Day"), ("de", "Weihnachten")],
)
def test_names_are_in_the_language_where_the_library_has_it(language, name):
    days = {h.day: h.name for h in public_holidays("BE", "", 2027, language)}
    assert days[date(2027, 12, 25)] == name


def test_a_language_it_does_not_have_leaves_the_country_s_own():
    days = {h.day: h.name for h in public_holidays("US", "", 2027, "fr")}
    assert days[date(2027, 12, 25)] == "Christmas Day"


def test_a_region_may_be_named_or_coded_in_any_case():
    by_code = public_holidays("CA", "QC", 2027, "fr")
    assert public_holidays("CA", "québec", 2027, "fr") == by_code
    assert public_holidays("CA", "qc", 2027, "fr") == by_code


@pytest.mark.parametrize(
    ("country", "region", "key", "words"),
    [
        ("BX", "", "country", "There is no country “BX”. Did you mean"),
        ("BELGIUM", "", "country", "BE"),
        ("FR", "Alsase", "region", "Did you mean “Alsace”?"),
        ("CA", "Kebec", "region", "ebec"),
        ("CH", "", "country", "CH needs a region"),
        ("CH", "Genf", "region", "CH has no region “Genf”"),
        ("BE", "Flanders", "region", "Did you mean “Flemish”?"),
        ("LU", "Diekirch", "region", "Leave the region out."),
    ],
)
def test_a_wrong_place_names_the_nearest(country, region, key, words):
    with pytest.raises(UnknownPlace) as caught:
        public_holidays(country, region, 2027, "fr")
    assert caught.value.key == key
    assert words in str(caught.value)


def test_the_cantons_are_named_when_one_is_needed():
    with pytest.raises(UnknownPlace, match="AG, AI, AR"):
        public_holidays("CH", "", 2027, "fr")
