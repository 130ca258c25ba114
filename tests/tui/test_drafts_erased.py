"""Nothing stays of what was begun for somebody who is erased, wherever that is done."""

import json

from planner.face import Face
from planner.kept_drafts import forget_drafts
from planner.views import Done
from tests.tui.fake import FakeDesk
from tests.tui.helpers import ready, until
from tui.app import EntracteApp
from tui.drafts import Drafts
from tui.messages import Acted


def begun(file):
    drafts = Drafts(file)
    drafts.keep(1, "bonjour")
    drafts.keep(99, "gone")
    drafts.texts["ack", "fr"] = "Bonjour"
    drafts.save(drafts.written())


async def test_from_the_screen(tmp_path):
    file = tmp_path / "drafts.json"
    begun(file)
    app = EntracteApp(FakeDesk(Face.OPEN), language="en", drafts=file)
    async with app.run_test() as pilot:
        await ready(pilot)
        app.post_message(Acted("erase", Done("Erased.")))
        await until(pilot, lambda: json.loads(file.read_text())["requests"] == {"1": "bonjour"})
        assert app.drafts.of(99) == ""
        assert app.drafts.texts == {("ack", "fr"): "Bonjour"}


def test_from_the_command_line(tmp_path):
    file = tmp_path / "drafts.json"
    begun(file)
    forget_drafts(file, FakeDesk(Face.OPEN))
    assert (Drafts(file).of(1), Drafts(file).of(99)) == ("bonjour", "")
    assert Drafts(file).texts == {("ack", "fr"): "Bonjour"}
    file.write_text("{not json")
    forget_drafts(file, FakeDesk(Face.OPEN))
    assert not file.exists()
    forget_drafts(file, FakeDesk(Face.OPEN))
    assert not file.exists()
