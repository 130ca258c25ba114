"""A dashboard on a stand-in desk, in a process of its own."""

from planner.face import Face
from tests.tui.fake import FakeDesk
from tui.app import EntracteApp

if __name__ == "__main__":
    EntracteApp(FakeDesk(Face.BETWEEN), language="en").run()
