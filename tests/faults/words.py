"""What every fault owes the owner."""

import re


def one_sentence(words, *, where, says, do):
    """What, where and what to do, on one line."""
    assert len(words.strip().splitlines()) == 1, words
    assert where in words
    assert re.search(says, words), words
    assert re.search(do, words), words
