"""An mbox as a stream: every dialect, from any offset on, the same as a list of its mails."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.channels.mbox import messages

DATED = b"From anne@example.net Tue Nov 24 09:00:00 2026\n"


def read(data, tmp_path, at=0, most=1 << 20):
    path = tmp_path / "box"
    path.write_bytes(data)
    with path.open("rb") as file:
        return list(messages(file, at, most=most))


def mail(body, *headers):
    return b"\n".join([b"Subject: x", *headers, b"", body])


@pytest.mark.parametrize(
    "line",
    [
        DATED,
        b"From - Tue Nov 24 09:00:00 2026\n",
        b"From 1234@xxx Mon Jan 01 00:00:00 +0000 2020\n",
        b"From ???@??? Mon Jan 01 00:00:00 2020\r\n",
        b"From anne@example.net\n",
    ],
)
def test_separating_lines(line, tmp_path):
    data = line + mail(b"one\n\n") + line + mail(b"two\n")
    found = [raw for raw, _end in read(data, tmp_path)]
    assert [raw.strip()[-3:] for raw in found] == [b"one", b"two"]


def test_a_line_that_only_begins_so_is_text(tmp_path):
    body = b"Hello\n\nFrom now on, 9:00 is too late.\n"
    ((raw, _end),) = read(DATED + mail(body), tmp_path)
    assert b"From now on" in raw


def test_quoted_lines_are_as_they_were(tmp_path):
    ((raw, _end),) = read(DATED + mail(b">From us\n>>From them\n>Fromage\n"), tmp_path)
    assert raw.endswith(b"\nFrom us\n>From them\n>Fromage\n")


def test_a_length_counts_where_a_message_follows_on_it(tmp_path):
    body = b"text\n\n" + DATED + b"of a mail that was quoted\n"
    length = b"Content-Length: %d" % len(body)
    data = DATED + mail(body, length) + b"\n" + DATED + mail(b"two\n")
    found = [raw for raw, _end in read(data, tmp_path)]
    assert len(found) == 2
    assert found[0].endswith(body)


@pytest.mark.parametrize("length", [b"0", b"3", b"99999999", b"x"])
def test_a_length_that_lies_hides_nothing(length, tmp_path):
    one = mail(b"one\n\n", b"Content-Length: " + length)
    found = [raw for raw, _end in read(DATED + one + DATED + mail(b"two\n"), tmp_path)]
    assert [raw.strip()[-3:] for raw in found] == [b"one", b"two"]


def test_of_an_endless_mail_the_beginning_is_kept(tmp_path):
    data = DATED + mail(b"x" * 5_000_000 + b"\n\n") + DATED + mail(b"two\n")
    found = [raw for raw, _end in read(data, tmp_path, most=10_000)]
    assert len(found[0]) <= 10_000
    assert found[1].strip().endswith(b"two")


TEXT = st.binary(max_size=60).map(lambda x: x.replace(b"From ", b"from ").replace(b"\r", b""))


@given(bodies=st.lists(TEXT, min_size=1, max_size=6))
def test_reading_goes_on_from_every_place_it_was_at(bodies):
    data = b"".join(DATED + mail(body) + b"\n\n" for body in bodies)
    file = io.BytesIO(data)
    found = list(messages(file, 0, most=1 << 20))
    assert [raw.partition(b"\n\n")[2].rstrip(b"\n") for raw, _end in found] == [
        body.rstrip(b"\n") for body in bodies
    ]
    for number, (_raw, end) in enumerate(found):
        assert list(messages(file, end, most=1 << 20)) == found[number + 1 :]


@given(
    st.lists(st.sampled_from([DATED, b"From x\n", b"\n", b"a: b\n", b"Content-Length: 9\n", b">"]))
)
def test_any_bytes_come_to_an_end(lines):
    data = b"From x\n" + b"".join(lines)
    ends = [end for _raw, end in messages(io.BytesIO(data), 0, most=100)]
    assert ends == sorted(set(ends))
    assert ends[-1] == len(data)
