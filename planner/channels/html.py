"""HTML as plain text, in bounded time and memory whatever it holds."""

from __future__ import annotations

import re
from html import unescape

LONGEST = 1_000_000  # characters read
MOST_TAGS = 20_000  # a person's mail has hundreds, a newsletter a few thousand
DEEPEST_QUOTE = 20

_QUOTE = re.compile(r"<(/?)blockquote\b[^<>]*>", re.IGNORECASE)
_STYLE = re.compile(r"""\sstyle\s{0,9}=\s{0,9}("[^"<>]{0,4000}"|'[^'<>]{0,4000}')""", re.IGNORECASE)
_UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_PIECE = re.compile(r"<!--|<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>|<[^<>]*>|[^<]+|<")
_SILENT = frozenset({"style", "script", "head", "title"})
_BREAKS = frozenset({"br", "p", "div", "tr", "li", "ul", "ol", "table", "hr", "pre"})
# Private-use characters stand for the borders of a quotation while the HTML becomes text.
_OPEN, _CLOSE = "\ue0f1", "\ue0f2"


def html_to_text(html: str) -> str:
    """HTML as plain text; quotations get "> " in front, as in a plain mail.

    What is meant for nobody's eyes (display: none) is left out.
    """
    html = html[:LONGEST].replace(_OPEN, "").replace(_CLOSE, "")
    marked = _QUOTE.sub(lambda m: f"<p>{_CLOSE}</p>" if m[1] else f"<p>{_OPEN}</p>", html)
    text = _rendered(marked) if marked.count("<") <= MOST_TAGS else ""
    # Empty: broken, nested too deep, or more tags than the renderer can take in a short time.
    return _prefix_quotes(text if text.strip() else _stripped(marked))


def _rendered(html: str) -> str:
    from inscriptis import get_text  # here: it takes long, and many mails have no HTML
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    try:
        return get_text(_STYLE.sub(_visibility, html)) if html.strip() else ""
    except (LxmlError, ValueError, RecursionError, AttributeError, IndexError, KeyError, TypeError):
        return ""  # broken HTML must not hide what the person wrote


def _visibility(style: re.Match[str]) -> str:
    """All that is kept of a style: margins can be a million letters wide."""
    return ' style="display:none"' if _UNSEEN.search(style[1]) else ""


def _stripped(html: str) -> str:
    """The text without its tags, in one pass."""
    out: list[str] = []
    silent, at = "", 0
    lower = html.lower()
    last_comment = html.rfind("-->")
    closed = {name: lower.rfind(f"</{name}") for name in _SILENT}
    while match := _PIECE.match(html, at):
        at = match.end()
        piece, name = match[0], (match[2] or "").lower()
        if piece == "<!--":
            end = html.find("-->", at) if last_comment >= at else -1
            at = end + 3 if end >= 0 else at
        elif silent:
            silent = "" if match[1] and name == silent else silent
        elif name in _SILENT and not match[1] and closed[name] >= at:
            silent = name
        elif piece.startswith("<") and len(piece) > 1:
            out.append("\n" if name in _BREAKS else "")
        else:
            out.append(piece)
    return unescape("".join(out))


def _prefix_quotes(text: str) -> str:
    depth, lines = 0, []
    for line in text.splitlines():
        opened, closed = line.count(_OPEN), line.count(_CLOSE)
        words = line.replace(_OPEN, "").replace(_CLOSE, "").strip()
        depth += opened
        marks = ">" * min(depth, DEEPEST_QUOTE)
        if words:
            lines.append(f"{marks} {words}" if depth else words)
        elif not (opened or closed) and lines and lines[-1].strip("> "):
            lines.append(marks)
        depth = max(0, depth - closed)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
