"""`customer --end` and `answer --template` as typed (J-01, H-09)."""

from dataclasses import replace

from planner.views import TemplateView


def test_with_a_customer_ends_on_purpose_and_only_if_it_runs(run, office):
    assert run("customer", "--end")[0] == 0
    assert office.calls == []
    office.view = replace(office.view, customer_until=office.view.at)
    assert run("customer", "--end")[0] == 0
    assert [name for name, *_ in office.calls] == ["with_customer"]


def test_an_answer_begins_with_a_text_and_its_places_are_filled(run, office):
    office.templates = lambda _: (TemplateView("out_of_stock", "It is gone", "{item} is gone."),)
    begin = ("answer", "3", "--template", "out_of_stock")
    assert run(*begin, "--slot", "item=The skirt")[0] == 0
    assert office.calls == [("answer", (3, "The skirt is gone."), {"now": False, "by": None})]
    for wrong in (("--slot", "size=4"), ("words",)):
        assert run(*begin, *wrong)[0] != 0
    assert run("answer", "3", "Yes.", "--slot", "item=x")[0] != 0
    assert len(office.calls) == 1
