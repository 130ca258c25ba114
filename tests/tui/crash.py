"""A dashboard whose desk is broken somewhere, in a process of its own: `crash.py HOME WHERE`."""

import sys
from pathlib import Path

from planner import log
from planner.face import Face
from tests.tui.fake import FakeDesk
from tui.app import EntracteApp
from tui.screens.desk import DeskScreen

SECRET = "Madame Perrin attend son manteau rouge"


def broken(self, *_):
    private = SECRET  # a local variable, as a handler has them
    raise ValueError(f"quoted: {private}")


def main(home, where):
    log.start(Path(home) / "entracte.log")
    setattr(DeskScreen, where, broken)
    app = EntracteApp(
        FakeDesk(Face.OPEN), language="en", drafts=Path(home) / "drafts.json", forgiving=True
    )
    app.run()
    return app.return_code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
