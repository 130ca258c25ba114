"""Whatever is put into a line of the log, no word of a customer's is in the file."""

import ast
import enum
import logging
import warnings
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from planner import log
from planner.log_lines import PrivateFormatter

ROOT = Path(__file__).parents[2]
MARK = "zorglub"


class Mood(enum.Enum):
    CALM = MARK


class Quoting:
    def __str__(self):
        return MARK

    __repr__ = __str__


MARKED = st.one_of(
    st.text(max_size=20).map(lambda t: f"{t}{MARK}@secret.example{t}"),
    st.just(Quoting()),
    st.just((MARK, [MARK])),
    st.just(MARK.encode()),
    st.just(Path(MARK)),
    st.builds(ValueError, st.just(MARK)),
)


def deep(words, depth):
    """An error that quotes, with what led to it and a note."""
    try:
        try:
            if depth:
                deep(words, depth - 1)
            raise KeyError(words)
        except Exception as error:
            if depth % 2:
                raise RuntimeError(f"because {words}") from error
            raise ExceptionGroup(str(words), [error, LookupError(words)])  # noqa: B904
    except Exception as error:
        error.add_note(str(words))
        raise


def line(name, message, args=(), error=None):
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.ERROR, "x/y.py", 7, message, args, info, "func")
    return PrivateFormatter().format(record)


@given(MARKED, MARKED, st.integers(0, 3), st.sampled_from(["%s %r", "%-9.40s%.80r", "%s", "%d %s"]))
@settings(max_examples=60, deadline=None)
def test_no_value_and_no_word_of_an_error_is_in_a_line(one, other, depth, form):
    try:
        deep(one, depth)
    except Exception as error:  # noqa: BLE001
        caught = error
    said = line("planner.x", f"letter {form}", (one, other), caught)
    said += line("entracte", "%(name)s of %(other)s", ({"name": one, "other": other},), caught)
    said += line("imaplib", f"the server said {one}", (), caught)
    said += line("sqlalchemy.engine", "%s", (one,))
    said += line(str(one), "x")
    assert MARK not in said
    assert "secret" not in said
    assert said.count("test_lines.py") >= 3
    assert "because of KeyError" in said


def test_what_is_ours_stays():
    assert "waited 4.5 s for 3 of OSError in CALM" in line(
        "planner.x", "waited %s s for %d of %s in %s", (4.5, 3, OSError, Mood.CALM)
    )
    assert line("planner.x", "half %s %s", (1,)).endswith("half %s %s")
    assert line("planner.x", "half").endswith("planner.x: half")
    assert line("apscheduler.executors", f"Run of {MARK}").endswith("(y.py:7 func)")


def test_a_recursion_is_short():
    def again():
        again()

    with pytest.raises(RecursionError) as caught:
        again()
    assert len(line("planner", "x", (), caught.value).splitlines()) < 40


def log_calls():
    """The words of every call of a logger in our code."""
    names = {"debug", "info", "warning", "error", "exception", "critical", "log"}
    for room in ("planner", "tui", "rules"):
        for path in (ROOT / room).rglob("*.py"):
            code = path.read_text("utf-8")
            for node in ast.walk(ast.parse(code)) if "log." in code else ():
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in names
                    and ast.unparse(node.func.value) in ("log", "_log", "logger", "logging")
                ):
                    yield path, node.args[1 if node.func.attr == "log" else 0]


def test_our_own_words_are_written_in_the_code():
    calls = list(log_calls())
    assert len(calls) > 15
    for path, words in calls:
        assert isinstance(words, ast.Constant), f"{path}:{words.lineno}"


@pytest.fixture
def written(tmp_path):
    """The text of every file of the log."""
    log.start(tmp_path / "entracte.log", debug=True)
    yield lambda: "".join(path.read_text("utf-8") for path in tmp_path.iterdir())
    log.stop()


def test_libraries_that_talk_are_not_quoted(written, capsys, monkeypatch):
    engine = create_engine("sqlite://", echo=True)
    with engine.connect() as connection:
        connection.execute(text("SELECT :who"), {"who": MARK})
    engine.dispose()
    for name in ("imapclient.imaplib", "mail.log", "asyncio", "py.warnings", "keyring"):
        logging.getLogger(name).warning(f"{name} < {MARK}")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(MARK, UserWarning, stacklevel=1)
    said = written()
    assert MARK not in said
    assert said.count(" WARNING ") >= 6
    assert " INFO " in said  # of the engine that echoes
    assert MARK in capsys.readouterr().err  # --debug shows everything


def test_the_file_says_the_same_without_debug(written, tmp_path):
    logging.getLogger("planner").debug("a detail of %s", MARK)
    logging.getLogger("planner").info("a step")
    assert written().count("\n") == 1


def test_what_cannot_be_written_prints_nothing(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    log.start(tmp_path / "file" / "entracte.log")
    try:
        logging.getLogger("planner").error("lost %s", MARK, exc_info=ValueError(MARK))
    finally:
        log.stop()
    assert capsys.readouterr() == ("", "")
