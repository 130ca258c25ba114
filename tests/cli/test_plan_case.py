"""`plan --case` with wrong and strange cases: the field is named, or the reason is given."""

import json

import pytest

W = {"id": "w", "start": 0, "end": 60}
PINNED = {"promised": "w", "pinned": True}


@pytest.fixture
def plan(run, tmp_path):
    """Plan a case as typed; (exit code, stdout, stderr)."""

    def typed(case):
        path = tmp_path / "case.json"
        text = case if isinstance(case, str) else json.dumps(case)
        path.write_text(text, "utf-8")
        return run("plan", "--case", str(path))

    return typed


def asks(**fields):
    return {"windows": [W], "requests": [{"id": "r", **fields}]}


@pytest.mark.parametrize(
    ("case", "says"),
    [
        (asks(minutes=-1), "requests[0].minutes: must be 0 or more, not -1"),
        (asks(minutes=2.0), "requests[0].minutes: must be a whole number, not 2.0"),
        (asks(due="12"), "requests[0].due: must be a whole number, not '12'"),
        (asks(weight=-1), "requests[0].weight: must be 0 or more"),
        (asks(promised="x", pinned=True), "pinned to window x, which does not exist"),
        (asks(pinned=True), "names no window"),
        (asks(arrival=61, **PINNED), "before its arrival"),
        ({"windows": [dict(W, count=1)], "requests": [{"id": n, **PINNED} for n in "ab"]}, "Unpin"),
        ({"windows": [dict(W, end=-1)]}, "windows[0].end: lies before the start 0"),
        ({"windows": [{}]}, "windows[0].start: is missing"),
        ({"windows": [W], "requests": [{}]}, "requests[0].id: is missing"),
        ({"windows": [W, W]}, "the id w"),
        ({"windows": [W], "requests": [{"id": 1}, {"id": "1"}]}, "the id 1"),
        ({"days": {"d": None}}, "days.d: must be an object"),
        ({"windows": [dict(W, capacity=3)]}, "windows[0].capacity: is not a field"),
        ('{"windows": [{"id": "w", "start": NaN, "end": 60}]}', "windows[0].start"),
        ('{"requests": [{"id": "r", "due": 1e400}]}', "requests[0].due"),
        (f'{{"requests": [{{"id": "r", "due": {"9" * 5000}}}]}}', "too many digits"),
        ('{"requests": [{"id": "r", "due": 5, "due": 9}]}', "“due” is there twice"),
        ("[" * 100_000, "not JSON text"),
        ('{"windows":' * 50_000, "not JSON text"),
        ("", "case.json:1:1"),
        ("{} x", "case.json:1:4"),
        ("[]", "a JSON object"),
    ],
)
def test_a_wrong_case_is_told_with_its_field(plan, case, says):
    code, out, err = plan(case)
    assert (code, out) == (1, "")
    assert says in err
    assert len(err.splitlines()) == 1
    assert "unexpected" not in err


@pytest.mark.parametrize(
    ("case", "placed", "reason"),
    [
        (asks(promised="gone"), "w", "moved"),
        (
            asks(minutes=10**30) | {"windows": [dict(W, minutes=45)]},
            None,
            "no slot is large enough",
        ),
        (asks(arrival=1000), None, ""),
        (asks(due=10, **PINNED), "w", "pinned"),
        (asks() | {"windows": [dict(W, day="nowhere")], "days": {"d": {"count": 0}}}, "w", ""),
        (asks() | {"windows": [dict(W, count=0)]}, None, "no slot is large enough"),
        (asks() | {"windows": []}, None, ""),
    ],
)
def test_a_strange_case_has_an_answer_and_a_reason(plan, case, placed, reason):
    code, out, _err = plan(case)
    found = json.loads(out)
    assert code == 0
    assert found["plan"] == {"r": placed}
    assert reason in found["reasons"]["r"]


def test_names_in_any_script_come_back_as_they_were(plan):
    window = dict(W, id="fenêtre 🪟")
    code, out, _err = plan({"windows": [window], "requests": [{"id": "été\u202e\x1b[2J"}]})
    assert code == 0
    assert json.loads(out)["plan"] == {"été\u202e\x1b[2J": "fenêtre 🪟"}
    assert "\x1b" not in out


def test_a_mark_of_byte_order_is_no_mistake(plan):
    assert plan("\ufeff{}")[0] == 0
