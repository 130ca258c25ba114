"""The first run, behind its door: what was answered so far, a connection tried, the shop made."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from planner import locale, secrets
from planner.clock import SystemClock
from planner.domain.first_windows import spans_in
from planner.domain.time import to_local, zones_like
from planner.errors import ChannelError, EntracteError, WrongUse
from planner.locale import gettext as _
from planner.machine import login_name, system_zone
from planner.paths import Paths, read_text, write_new, write_private
from planner.ports import Receiver, Sender
from planner.settings import Settings, load
from planner.settings_first import MAILBOX, WAY, first_text, host_of
from planner.views_setup import (
    SOURCES,
    Answers,
    Begun,
    HostView,
    LineTried,
    MailTried,
    SampleText,
    ZoneFound,
)

_NOBODY = ("root", "admin", "administrator", "user", "debian", "pi")
#: What a customer will read first, when the owner is ill, and when a date moves.
SAMPLES = ("ack", "away", "moved")


@dataclass(frozen=True, slots=True)
class FirstDay:
    """The first run of the installation that will live at `paths`."""

    paths: Paths
    language: str = "en"

    def begun(self) -> Answers:
        """What was answered before, else good defaults. Never raises."""
        usual = Answers(language=self.language, first_name=_first_name(), zone=system_zone())
        try:
            kept = json.loads(read_text(self.paths.begun) or "{}")
        except (EntracteError, ValueError):
            kept = {}
        return _taken(usual, kept) if isinstance(kept, dict) else usual

    def keep(self, answers: Answers) -> None:
        """Keep the answers in a private file; the password is none of them."""
        self.paths.prepare()
        write_private(self.paths.begun, json.dumps(asdict(answers), ensure_ascii=False, indent=1))

    def zone(self, name: str) -> ZoneFound:
        """A time zone by its name or its city; raises WrongUse with the nearest ones."""
        near = zones_like(name)
        wanted = name.strip().replace(" ", "_").casefold()
        meant = [z for z in near if wanted in (z.casefold(), z.rpartition("/")[2].casefold())]
        if not meant:
            raise WrongUse(_("There is no time zone of this name."), do=_did_you_mean(near))
        return ZoneFound(meant[0], to_local(SystemClock().now(), meant[0]).time)

    def host(self, address: str) -> HostView:
        """The servers behind a mail address."""
        return host_of(address.strip())

    def try_mail(self, answers: Answers, password: str) -> MailTried:
        """Connect as the answers say; every connection is tried, whatever the others say."""
        from planner.bootstrap import open_channels

        settings = self._settings(answers)
        _hold(settings, password)
        return MailTried(tuple(map(_tried, open_channels(settings))))

    def samples(self, answers: Answers) -> tuple[SampleText, ...]:
        """Three texts out of an empty shop with her settings, which is removed again."""
        from planner.bootstrap import open_shop

        spoken = locale.language()
        with tempfile.TemporaryDirectory(prefix="entracte-") as folder:
            empty = Paths(folder)
            write_private(empty.settings, self._text(replace(answers, source="later")))
            shop = open_shop(empty)
            try:
                rows = {row.key: row for row in shop.office.texts(answers.language).rows}
            finally:
                shop.close()
                locale.use(spoken)
        return tuple(SampleText(rows[key].name, rows[key].preview) for key in SAMPLES)

    def finish(self, answers: Answers, password: str) -> Begun:
        """Write settings.toml, keep the password, forget the answers; live only if she said so."""
        text = self._text(answers)
        settings = load(text, str(self.paths.settings))
        self.paths.prepare()
        write_new(self.paths.settings, text)
        told = _stored(settings, password)
        if answers.live:
            told = f"{told} {self._go_live()}".strip()
        self.paths.begun.unlink(missing_ok=True)
        return Begun(str(self.paths.settings), told)

    def _go_live(self) -> str:
        """Send from now on; a sentence where that did not work."""
        from planner.bootstrap import open_shop

        try:
            shop = open_shop(self.paths)
        except EntracteError as error:
            return str(error)
        try:
            shop.office.go_live(True)
        except EntracteError as error:
            return str(error)
        finally:
            shop.close()
        return ""

    def _settings(self, answers: Answers) -> Settings:
        return load(self._text(answers), str(self.paths.settings))

    def _text(self, answers: Answers) -> str:
        return first_text(_settled(answers), str(self.paths.data / "paper"))


def _first_name() -> str:
    """Her login, unless it is a machine's own."""
    name = login_name()
    return "" if name.casefold() in _NOBODY else name


def _taken(usual: Answers, kept: Mapping[str, object]) -> Answers:
    """The defaults with what was kept; a file that somebody changed can only say less."""
    known = {field.name: getattr(usual, field.name) for field in fields(Answers)}
    found = {k: v for k, v in kept.items() if k in known and isinstance(v, type(known[k]))}
    days = kept.get("open_days")
    if isinstance(days, list) and all(day in range(7) for day in days):
        found["open_days"] = tuple(days)
    for name in ("busy_hours", "answer_hours"):
        try:
            spans_in(str(found.get(name, "")))
        except ValueError:
            del found[name]
    if found.get("source", SOURCES[0]) not in SOURCES:
        del found["source"]
    if found.get("language", usual.language) not in locale.LANGUAGES:
        del found["language"]
    return replace(usual, **found)


def _locked(settings: Settings) -> list[str]:
    return [each.name for each in settings.channels if each.user and each.auth == "password"]


def _hold(settings: Settings, password: str) -> None:
    for name in _locked(settings):
        secrets.hold(name, password)


def _stored(settings: Settings, password: str) -> str:
    """Keep the password in the keyring; without one it is held, and a sentence says so."""
    _hold(settings, password)
    try:
        for name in _locked(settings) if password else ():
            secrets.store(name, password)
    except EntracteError:
        return _(
            "The system keyring cannot be used: the password holds until Entracte ends."
            " For the next time set {variables}."
        ).format(variables=_(" and ").join(secrets.variable(name) for name in _locked(settings)))
    return ""


def _tried(each: Receiver | Sender) -> LineTried:
    try:
        each.check()
    except ChannelError as error:
        return LineTried(False, str(error))
    return LineTried(True, _works(each.name))


def _works(name: str) -> str:
    """One sentence about a connection that works: yes or no, and no numbers (A-04)."""
    said = {MAILBOX: _("The mail can be read."), WAY: _("Mail can be sent.")}
    return said.get(name, _("Answers are kept in a folder; nothing is sent."))


def _did_you_mean(zones: Sequence[str]) -> str:
    if not zones:
        return _("Write it as Europe/Brussels.")
    return _("Did you mean {zones}?").format(zones=_(" or ").join(zones))


def _settled(answers: Answers) -> Answers:
    """The answers with the whole path of a mail folder. Raises WrongUse for what is none."""
    if answers.source != "folder":
        return answers
    if not answers.mail_folder.strip():
        raise WrongUse(_("Which folder?"), do=_("Write its path, such as ~/Maildir."))
    path = Path(answers.mail_folder.strip()).expanduser().absolute()
    if path.is_file():
        raise WrongUse(
            _("This is a file, not a folder."),
            do=_("A file of mails is taken in later, with `entracte import`."),
        )
    return replace(answers, mail_folder=str(path))
