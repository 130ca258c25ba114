"""A home on disk in which whatever a stranger, a server or a file may fill is hostile."""

import json
import sqlite3
from contextlib import closing, suppress
from datetime import timedelta
from itertools import cycle
from pathlib import Path

from planner.bootstrap import open_shop
from planner.clock import SystemClock
from planner.errors import EntracteError
from planner.paths import Paths
from planner.settings_text import quoted
from tests.fresh import fresh_database
from tests.servers.home import letter, noon_zone, put

#: In every hostile text, so that a test sees that it was shown at all.
MARK = "seen"
ESC = "\x1b"
#: One of each kind; the made ones of hostile.py come in between.
TRICKS = (
    f"{ESC}]52;c;aGFja2Vk\x07",
    f"{ESC}]0;owned{ESC}\\",
    f"{ESC}]8;;https://evil.example{ESC}\\x{ESC}]8;;{ESC}\\",
    f"{ESC}[2J{ESC}[H{ESC}[31m{ESC}[?1049l",
    f"{ESC}P$q\"p{ESC}\\ {ESC}_G{ESC}\\ {ESC}^x{ESC}\\",
    "\x9b31m\x9d0;owned\x9c\x90q\x9c",
    "a\x07b\x08\x7fc\x85",
    "\u202egnp.exe\u2066x\u2069\u200b\ufeff",
    "[/nope][red]x[/red][@click=app.quit]x[/] [link=https://evil.example]x[/link]",
    "[$primary]x \U000e0041\U000e0042 {0.__class__}{name}%s%n",
    "e" + "\u0301" * 40 + "\u2028line\r\nline\x0b\x0cline",
    "-e --help ' \" \\ <b>&amp;",
)  # fmt: skip

#: Columns with words of this program, keys and moments: no stranger fills them.
OURS = {
    "purpose", "state", "kind", "medium", "half", "rows", "tone", "language", "name", "window",
    "about", "rules_hash", "effects", "reasons", "near", "facts", "house", "holder", "event",
    "cursor", "copied", "wanted", "left", "before", "version_num", "key", "opens", "occurrence",
    "sorted_by", "channel", "foreign_id", "asks",
}  # fmt: skip
#: Columns of these names are filled by strangers in some tables.
FOREIGN = {("people", "name"), ("server_words", "name")}
#: Keys of JSON whose words are shown as they stand.
WORDS = {"name", "type", "detail", "reason", "text", "subject", "person", "words", "note", "body"}

_SETTINGS = """
[shop]
name = {shop}
owner = {owner}
zone = "{zone}"
language = "{language}"
address = ["shop@example.test"]
country = "BE"

[[window]]
days = "monday..sunday"
from = "10:00"
to = "14:00"
name = {window}

[[special_day]]
date = 2026-12-24
closed = true
note = {note}

[facts]
address = {fact}

[[channel]]
name = {mail}
kind = "maildir"
path = {folder}

[[channel]]
name = {way}
kind = "paper"
path = {paper}
address = "shop@example.test"
"""
_POLICY = """
[rule.own]
say.en = {words}
say.fr = {words}
then.answers_at_most = 40
"""


def tricks(more=()):
    """The known ones and others, each with the mark, for ever."""
    for trick in cycle([*TRICKS, *more]):
        yield f"{MARK} {trick}"


def kept(texts):
    """Those that SQLite keeps: a half character is refused by every file."""
    return [text for text in texts if text == text.encode("utf-8", "ignore").decode()]


def harmless():
    """As many words that do nothing."""
    for number in cycle(range(len(TRICKS))):
        yield f"{MARK} {'abcdefghijkl'[number]}"


def build(folder, language, texts):
    """A shop in use: open window, letters, promises, an answer, an absence to come; then its texts
    are put in the place of all foreign ones.
    """
    home, made = Path(folder), iter(texts)
    home.mkdir(mode=0o700, exist_ok=True)
    _write_files(home, language, made)
    for part in ("new", "cur", "tmp"):
        (home / "mail" / part).mkdir(parents=True)
    fresh_database(home / "entracte.sqlite3")
    shop = open_shop(Paths(home))
    try:
        _live_in(shop.office, home)
    finally:
        shop.close()
    _fill(home / "entracte.sqlite3", made)
    return home


def _write_files(home, language, made):
    names = ("shop", "owner", "window", "note", "fact", "mail", "way")
    given = {name: quoted(next(made)) for name in names}
    given["shop"] = given["shop"].replace(MARK, "shop")  # it stands on every screen
    given["fact"] = quoted("12 rue Haute")  # a fact is one line, and refused otherwise
    text = _SETTINGS.format(
        **given, zone=noon_zone(), language=language,
        folder=quoted(str(home / "mail")), paper=quoted(str(home / "paper")),
    )  # fmt: skip
    (home / "settings.toml").write_text(text, encoding="utf-8")
    words = quoted(f"{MARK} [/nope][red]x[/red][@click=app.quit]x[/] {{0}}.")  # no controls there
    (home / "policy.toml").write_text(_POLICY.format(words=words), encoding="utf-8")
    own = next(made).replace("{", "(").replace("}", ")")  # a brace would be a slot
    words = quoted(f"{{item}} {{date}} {{alternative}} {own}")
    (home / "texts.toml").write_text(f"[{language}]\nout_of_stock = {words}\n", encoding="utf-8")


def _live_in(office, home):
    now = SystemClock().now()
    office.go_live(True)
    office.tick()
    for number in range(1, 9):
        who = f"person{number}@example.org"
        put(home / "mail", _mail(number, who), number)
    office.tick()
    numbers = [row.request for row in office.plan().rows]
    deeds = (
        lambda: office.answer(numbers[0], "Oui."),
        lambda: office.snooze(numbers[1], now + timedelta(days=2)),
        lambda: office.share_errand(numbers[2:4], "Tissus"),
        lambda: office.add("Une veste", "Paul", "phone"),
        lambda: office.away("leave", now + timedelta(days=9), now + timedelta(days=12)),
        lambda: office.release(numbers[4]),
        office.tick,
    )
    for deed in deeds:
        with suppress(EntracteError):
            deed()


def _mail(number, who):
    head = {
        "From": f"Person {number} <{who}>",
        "Return-Path": f"<{who}>",
        "Content-Type": 'multipart/mixed; boundary="=="',
    }
    body = (
        "--==\r\nContent-Type: text/plain\r\n\r\nEst-elle encore là ?\r\n"
        "--==\r\nContent-Type: application/octet-stream\r\n"
        "Content-Disposition: attachment; filename*=utf-8''a%1B%5D0%3Bx%07%E2%80%AEgnp.exe\r\n\r\n"
        "x\r\n--==--"
    )
    return letter(f"Person {number}", f"Robe {number}", body, number=number, **head)


def _fill(database, made):
    with closing(sqlite3.connect(database)) as connection, connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            if table.startswith(("messages_fts", "sqlite_", "alembic")):
                continue
            for column in _columns(connection, table):
                _fill_column(connection, table, column, made)


def _columns(connection, table):
    for _, name, kind, *_rest in connection.execute(f"PRAGMA table_info({table})").fetchall():
        textual = kind.upper().startswith(("VARCHAR", "TEXT"))
        if textual and (name not in OURS or (table, name) in FOREIGN):
            yield name


def _fill_column(connection, table, column, made):
    query = f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL AND {column} <> ''"
    for row, text in connection.execute(query).fetchall():
        new = _filled(text, made)
        unique = f"{row}" if column in ("address", "message_id") else ""
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (new + unique, row))


def _filled(text, made):
    try:
        known = json.loads(text)
    except ValueError:
        return next(made)
    if isinstance(known, dict | list):
        return json.dumps(_words(known, made))
    return next(made)


def _words(value, made, key=""):
    if isinstance(value, dict):
        return {name: _words(one, made, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_words(one, made, key) for one in value]
    return next(made) if isinstance(value, str) and key in WORDS else value
