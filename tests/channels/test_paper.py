import pytest

from planner.channels.mime import write
from planner.channels.paper import PaperSender
from planner.errors import ChannelError
from planner.ports import Handover
from tests.channels.test_mime_write import MESSAGE


def test_paper_keeps_messages_in_order():
    sender = PaperSender("paper")
    assert sender.send(MESSAGE).handover is Handover.SENT
    assert sender.sent == [MESSAGE]
    assert sender.check()


def test_paper_writes_mails_for_the_owner_alone(tmp_path):
    folder = tmp_path / "out"
    for _ in range(2):
        PaperSender("paper", folder).send(MESSAGE)
    paths = sorted(folder.iterdir())
    assert [path.name for path in paths] == ["00001.eml", "00002.eml"]
    assert paths[0].read_bytes() == write(MESSAGE)
    assert paths[0].stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written_means_later(tmp_path):
    (tmp_path / "file").write_text("x")
    sender = PaperSender("paper", tmp_path / "file")
    assert sender.send(MESSAGE).handover is Handover.LATER
    with pytest.raises(ChannelError):
        sender.check()
