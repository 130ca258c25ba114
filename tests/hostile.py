"""Foreign text that is known to work on terminals, and the same for ever: a seed, no chance."""

import random

KINDS = (
    ("\x1b]", "\x1bP", "\x1bX", "\x1b^", "\x1b_", "\x9d", "\x90", "\x98", "\x9e", "\x9f"),
    ("\x1b[", "\x9b", "\x1b[?", "\x1b[>"),
    ("\x1b", "\x1b(", "\x1b#", "\x1bO", "\x1bN"),
    ("\x07", "\x1b\\", "\x9c", "", ""),
    ("52;c;cGF5", "0;owned", "8;;https://example.org", "2J", "31m", "?1049l", "6n", "c", "8", "B0"),
    ("\x00", "\x07", "\x08", "\r", "\x0b", "\x0c", "\x7f", "\x85", "\x84", "\x1a", "\t", "\u2028"),
    ("\u202e", "\u202a", "\u2066", "\u2069", "\u200e", "\u061c", "\u200b", "\u200d", "\ufeff"),
    ("\ud800", "\udfff", "\udc9b", "\U000e0041", "\U000e007f", "\ue000", "\uffff", "\U0010ffff"),
    ("\u0316" * 60, "\u20e3", "\ufe0f", "\U0001f468\u200d\U0001f469", "\U0001f1e7\U0001f1ea", "漢"),
    ("[red]", "[/red]", "[/nope]", "[@click=app.quit]", "[link=https://example.org]", "[/]", "[B]"),
    ("[$primary]", "[ b]", "[[", "\\[", "{", "}", "{0}", "{name}", "%s", "%(x)s", "$x"),
    ("<b>", "&amp;", "javascript:alert(1)", "=1+1", "../../x", "-e", "--help", "'", '"', "\\"),
)  # fmt: skip
LONG = ("long " * 4000, "W" * 5000, "漢" * 3000, "\u0316" * 5000, "\x1b[" * 2000, "[b]" * 500)


def strings(count, seed=7):
    """That many different ones."""
    chance, made = random.Random(seed), list(LONG)
    while len(made) < count:
        parts = [chance.choice(chance.choice(KINDS)) for _ in range(chance.randint(1, 6))]
        made.append("x".join(parts) if chance.random() < 0.3 else "".join(parts))
    chance.shuffle(made)
    return made
