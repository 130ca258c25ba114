"""The way out, behind its door: copies listed, looked into, put back. Needs no settings."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from planner import locale
from planner.clock import SystemClock
from planner.daemon.lock import only_one
from planner.domain.time import Zone
from planner.errors import EntracteError, NotPossible, StoreError
from planner.locale import gettext as _
from planner.locale import ngettext
from planner.locale.dates import short
from planner.machine import system_zone
from planner.paths import Paths, read_text
from planner.services.putting_back import note
from planner.settings import load
from planner.store.backups import Backup, beside, list_backups, texts_of
from planner.store.engine import open_store
from planner.store.problems import refused
from planner.store.replacing import alone, checked, fetch, made_whole, put_in_place
from planner.store.salvage import Since, take_over
from planner.store.whole_files import copy_file
from planner.views_rescue import CopyView, ReplaceView

_PREFIX, _OLD = ".restore-", 3600.0  # seconds


def _sweep(folder: Path) -> None:
    """Remove what a process left that was ended half-way: it holds people's letters."""
    with suppress(OSError):
        for left in folder.glob(f"{_PREFIX}*"):
            if left.stat().st_mtime < SystemClock().now().timestamp() - _OLD:
                shutil.rmtree(left, ignore_errors=True)


def _whole(database: Path) -> None:
    try:
        made_whole(database)
    except OSError as error:
        raise refused(error, database) from error


@dataclass(frozen=True, slots=True)
class Rescue:
    """Copies of one installation. `as_it_was`: the owner says that nothing left since the copy.

    `first` is done before anything is replaced: whoever has the shop open closes it.
    """

    paths: Paths
    as_it_was: bool = False
    first: Callable[[], None] = lambda: None

    def copies(self) -> tuple[CopyView, ...]:
        """The daily copies, newest first. Never raises."""
        return tuple(map(self._view, list_backups(self.paths)))

    def look(self, copy: Path) -> ReplaceView:
        """What putting it back would mean; changes nothing. Raises StoreError."""
        with self._prepared(copy) as (_new, view):
            return view

    def put_back(self, copy: Path) -> ReplaceView:
        """Put it in place of the present file, which is kept. Raises StoreError, NotPossible."""
        self.first()
        with self._no_service(), self._nobody_else(), self._prepared(copy) as (new, view):
            now = SystemClock().now()
            store = open_store(new)
            try:
                with store.write() as unit:
                    days = [one.day for one in list_backups(self.paths)]
                    note(unit, now, view.at, held=view.held, copied=days)
            finally:
                store.close()
            kept = put_in_place(self.paths.database, new, now)
            return replace(view, kept=kept, settings=tuple(self._missing_texts(copy)))

    @contextmanager
    def _no_service(self) -> Iterator[None]:
        """The service ends before its database is replaced, and does not begin meanwhile."""
        lock = ExitStack()
        try:
            lock.enter_context(only_one(self.paths.prepare().lock))
        except NotPossible as error:
            raise NotPossible(
                error.what, do=_("End it (`entracte service stop`), then put the copy back.")
            ) from None
        with lock:
            yield

    @contextmanager
    def _nobody_else(self) -> Iterator[None]:
        """Said before any work; a look does not ask, or the shop of its process loses its locks."""
        with alone(self.paths.database):
            pass
        yield

    @contextmanager
    def _prepared(self, copy: Path) -> Iterator[tuple[Path, ReplaceView]]:
        """The file that would stand there, and what it means, in a folder that goes again."""
        database = self.paths.prepare().database
        _sweep(database.parent)
        try:
            at = datetime.fromtimestamp(copy.stat().st_mtime, UTC)
            folder = tempfile.TemporaryDirectory(dir=database.parent, prefix=_PREFIX)
        except FileNotFoundError:
            raise StoreError(
                _("There is no such copy."),
                where=str(copy),
                do=_("`entracte restore` without a name lists the copies."),
            ) from None
        except OSError as error:
            raise refused(error, copy) from error
        with folder as name:
            new = Path(name) / database.name
            fetch(copy, new)
            checked(new, copy)
            open_store(new).close()  # an older one is brought to this version
            _whole(database)
            since = take_over(new, database)
            held = not (since.whole or self.as_it_was)
            view = ReplaceView(
                copy,
                at,
                since.letters,
                since.requests,
                since.messages,
                since.gone,
                held,
                self._sentences(at, since, held=held),
            )
            yield new, view

    def _sentences(self, at: datetime, since: Since, *, held: bool) -> tuple[str, ...]:
        found = [_("The copy was made {when}.").format(when=self._when(at))]
        if since.whole and since.letters:
            found.append(
                ngettext(
                    "Since then {n} message left; its conversation stays as it is now.",
                    "Since then {n} messages left; their conversations stay as they are now.",
                    since.letters,
                ).format(n=since.letters)
            )
        elif since.whole:
            found.append(_("Nothing left since then."))
        if since.whole and since.requests:
            found.append(
                ngettext(
                    "{n} request that is newer or has changed stays as it is now.",
                    "{n} requests that are newer or have changed stay as they are now.",
                    since.requests,
                ).format(n=since.requests)
            )
        elif since.requests:
            found.append(
                ngettext(
                    "{n} conversation that is newer could still be read, and is taken over.",
                    "{n} conversations that are newer could still be read, and are taken over.",
                    since.requests,
                ).format(n=since.requests)
            )
        if since.gone:
            found.append(
                ngettext(
                    "{n} request that is newer is not in the copy.",
                    "{n} requests that are newer are not in the copy.",
                    since.gone,
                ).format(n=since.gone)
            )
        if since.erased:
            found.append(_("Somebody whom you erased since then is in the copy: erase them again."))
        found.append(_("Mail that came since is read again from your mailbox."))
        if held:
            found += [
                _("Not everything that left since then is known."),
                _(
                    "So nothing is sent by itself until you say `entracte live`, and those who wait"
                    " now get no automatic word: perhaps they have had one."
                ),
            ]
        return tuple(found)

    def _missing_texts(self, copy: Path) -> Iterator[Path]:
        """Settings, rules and texts where there are none; what is there stays as it is."""
        for text in texts_of(self.paths):
            kept = beside(copy, text)
            if text.exists() or not kept.is_file():
                continue
            try:
                copy_file(kept, text)
            except OSError as error:
                raise refused(error, text) from error
            yield text

    def _view(self, copy: Backup) -> CopyView:
        return CopyView(copy.path, copy.day, copy.at, copy.size, self._when(copy.at))

    def _when(self, at: datetime) -> str:
        zone: Zone = system_zone()
        with suppress(EntracteError):
            zone = load(read_text(self.paths.settings) or "", "").schedule.zone
        return short(at, SystemClock().now(), zone, locale.language())
