from __future__ import annotations

import json

import pytest

from planner.domain.plan.case import solve_case
from planner.errors import EntracteError

CASE = {
    "windows": [
        {"id": "am", "start": 60, "end": 105, "day": "mon", "count": 1, "minutes": 45},
        {"id": "pm", "start": 400, "end": 445, "day": "mon"},
    ],
    "days": {"mon": {"count": 2}},
    "requests": [
        {"id": "a", "minutes": 3, "due": 105, "weight": 2, "promised": "am", "pinned": True},
        {"id": "b", "arrival": 10, "minutes": 3, "due": 105, "promised": "am"},
        {"id": "c"},
    ],
}


def test_a_case_is_planned_in_its_own_terms():
    found = solve_case(json.loads(json.dumps(CASE)))
    assert found == {
        "plan": {"a": "am", "b": "pm", "c": None},
        "broken": ["b"],
        "moved": ["b"],
        "max_lateness": 340,
        "certificate": "optimal",
        "proven": ["broken", "moved", "max_lateness", "waiting"],
        "reasons": {
            "a": "pinned",
            "b": "moved: slot full; late by 340",
            "c": "no slot has room",
        },
    }
    json.dumps(found)


def test_an_empty_case_and_numbers_as_ids():
    assert solve_case({})["plan"] == {}
    numbers = {"windows": [{"id": 7, "start": -20, "end": -10, "day": 1}], "requests": [{"id": 3}]}
    assert solve_case(numbers)["plan"] == {"3": 7}  # absent arrival: already there


def _broken_case(path: str, value: object) -> dict[str, object]:
    case = json.loads(json.dumps(CASE))
    *way, last = path.split("/")
    at = case
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    at[last] = value
    return case


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("windows", 3, "windows: must be a list"),
        ("requests", [4], r"requests\[0\]: must be an object"),
        ("days", [], "days: must be an object"),
        ("days/mon", 1, r"days\.mon: must be an object"),
        ("days/mon/count", -1, r"days\.mon\.count: must be 0 or more"),
        ("windows/1/start", "x", r"windows\[1\]\.start: must be a whole number, not 'x'"),
        ("windows/1/start", None, r"windows\[1\]\.start: is missing"),
        ("windows/1/end", 1, r"windows\[1\]\.end: lies before the start 400"),
        ("windows/0/id", None, r"windows\[0\]\.id: is missing"),
        ("windows/0/id", True, r"windows\[0\]\.id: must be a name"),
        ("requests/1/minutes", 1.5, r"requests\[1\]\.minutes: must be a whole number"),
        ("requests/1/minutes", -3, r"requests\[1\]\.minutes: must be 0 or more"),
        ("requests/1/due", True, r"requests\[1\]\.due: must be a whole number"),
        ("requests/1/pinned", "yes", r"requests\[1\]\.pinned: must be true or false"),
        ("requests/1/promissed", "am", r"requests\[1\]\.promissed: .* Did you mean 'promised'"),
        ("request", [], "request: is not a field. Did you mean 'requests'"),
        ("requests/1/id", "a", "case: Two requests have the id a"),
        (
            "requests/0/promised",
            "xx",
            "case: Request a is pinned to window xx, which does not exist",
        ),
    ],
)
def test_a_wrong_case_names_the_field(path, value, sentence):
    with pytest.raises(EntracteError, match=sentence) as caught:
        solve_case(_broken_case(path, value))
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("case", [[], None, "x"])
def test_a_case_must_be_an_object(case):
    with pytest.raises(EntracteError, match="must be an object"):
        solve_case(case)
