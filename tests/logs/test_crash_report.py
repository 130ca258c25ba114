"""The crash report: what nobody foresaw leaves a small file to read, without a customer's word."""

import logging
import stat

import pytest

from planner import crash, locale, log
from planner.cli.app import main
from planner.clock import SystemClock
from planner.daemon.pulse import Pulse
from planner.errors import StoreError
from planner.heartbeat import read_heartbeat
from planner.paths import Paths
from planner.services.office import Office
from tests.servers.home import Home

SECRET = "manteau-rouge-de-madame-perrin"


@pytest.fixture
def home(tmp_path, monkeypatch):
    home = Home(tmp_path / "home")
    home.channel("papier", "paper", path=str(tmp_path / "paper"))
    monkeypatch.setenv("ENTRACTE_HOME", str(home.folder))
    yield home.folder
    log.stop()


def reports(home):
    return sorted(home.glob("crash-report-*.txt"), key=lambda path: path.stat().st_mtime_ns)


def broken(*_given, **_more):
    private = SECRET
    raise ValueError(f"quoted: {private}") from KeyError(SECRET)


def test_a_command_that_fails_leaves_a_report_that_is_named(home, monkeypatch, capsys):
    monkeypatch.setattr(Office, "add", broken)
    assert main(["add", SECRET, "--from", SECRET, "--via=phone"]) == 1
    (report,) = reports(home)
    said, text = capsys.readouterr().err, report.read_text("utf-8")
    assert str(report) in said
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert SECRET not in text + said
    assert "Nothing has been sent to anybody. Read it before you pass it on." in text
    assert "entracte add --from --via\n" in text
    assert "ValueError" in text
    assert "because of KeyError" in text
    assert "test_crash_report.py" in text
    assert "A command failed" in text[text.index("The last lines of the log") :]


def test_the_same_failure_has_one_report_and_only_a_few_are_kept(home, monkeypatch, capsys):
    monkeypatch.setattr(Office, "review", broken)
    for _ in range(3):
        main(["review"])
    (report,) = reports(home)
    assert capsys.readouterr().err.count(str(report)) == 3
    for number in range(8):  # eight kinds of failure
        kind = type(f"Odd{number}", (Exception,), {})
        logging.getLogger("planner").error("odd", exc_info=kind(SECRET))
    assert len(reports(home)) == 5
    assert "Odd7" in "".join(path.read_text() for path in reports(home))
    report = reports(home)[-1]
    report.unlink()  # she has read it: the next failure leaves one again
    main(["review"])
    assert "ValueError" in reports(home)[-1].read_text()


def test_a_pass_of_the_service_that_fails_names_its_report_and_says_it_once(home):
    said, paths = [], Paths(home)
    log.start(paths.log)
    pulse = Pulse(paths, SystemClock(), said.append)
    for _ in range(3):
        with pytest.raises(ValueError, match=SECRET) as caught:
            broken()
        pulse.failed(caught.value)
    (report,) = reports(home)
    assert len(said) == 1
    assert str(report) in said[0]
    assert read_heartbeat(paths).failing == said[0]
    assert SECRET not in said[0] + report.read_text() + paths.log.read_text()


def test_what_was_foreseen_leaves_none(home, monkeypatch, capsys):
    log.start(home / "entracte.log")
    logging.getLogger("planner").error("full", exc_info=StoreError("The disk is full."))
    main(["why", "999"])
    assert reports(home) == []


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    log.start(tmp_path / "file" / "entracte.log")
    try:
        error = ValueError(SECRET)
        logging.getLogger("planner").error("odd", exc_info=error)
        assert crash.where(error) == ""
    finally:
        log.stop()
    assert capsys.readouterr() == ("", "")


def test_it_speaks_french(home, monkeypatch):
    log.start(home / "entracte.log")
    locale.use("fr")
    logging.getLogger("planner").error("odd", exc_info=ValueError(SECRET))
    text = reports(home)[0].read_text("utf-8")
    assert "Rien n'a été envoyé à personne." in text
    assert "Entracte\u00a0: rapport d'incident" in text
