"""The page about keys, from the one table: `python -m tui.keypage en > docs/keys.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tui.keytable import PLACES, pressed, rows_of
from tui.words import marked, t, use


def page(language: str) -> str:
    """The page in a language, as Markdown."""
    use(language)
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield f"# {t('Keys')}"
    yield ""
    yield t("The screen shows at most six of them in its last line; “?” shows all that work there.")
    yield t("Press others with a table in settings.toml, by the names of the last column:")
    yield '\n```toml\n[keys]\naway = "f9"\n```'
    for place, title in PLACES.items():
        yield f"\n## {marked(title)}\n"
        yield f"| {t('key')} | {t('what it does')} | {t('name')} |"
        yield "| --- | --- | --- |"
        for row in rows_of(place):
            says = f": {marked(row.says)}" if row.says else ""
            yield f"| `{pressed(row.id)}` | {marked(row.words)}{says} | `{row.id}` |"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(page(sys.argv[1] if len(sys.argv) > 1 else "en"))
