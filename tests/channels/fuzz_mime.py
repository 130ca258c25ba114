"""Fuzzing the reader of mail with atheris, which is not a dependency; not part of the suite.

`pip install atheris`, then `python -m tests.channels.fuzz_mime -max_total_time=600 FOLDER`, where
FOLDER holds mails to begin with and gets what is found. It ends at the first mail that raises,
cannot be stored, or takes more than two seconds.
"""

import sys
import time

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["planner.channels", "planner.domain", "email"]):
    from planner.channels import mime
    from planner.domain.author import behind
    from planner.domain.autoreply import speaking
from tests.channels.corpus import ME, NOW

SECONDS = 2


def one(raw: bytes) -> None:
    """Read a mail inside the border which catches everything, so that a failure is seen."""
    start = time.process_time()
    try:
        message = mime._read(raw, "1", NOW)
    except RecursionError:  # parts nested too deep: the border gives the header alone
        message = mime.read(raw, foreign_id="1", received_at=NOW)
    texts = [message.subject, message.text, message.reply_text]
    texts += [part for field in message.headers for part in field]
    texts += [attachment.name for attachment in message.attachments]
    for text in texts:
        assert "\0" not in text
        text.encode()
    behind(message, ME, speaking(message, ME))
    assert time.process_time() - start < SECONDS


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
