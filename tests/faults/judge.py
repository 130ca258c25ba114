"""What must be true of a shop after any number of kills."""

from collections import Counter
from email import message_from_bytes


def whole(home, post, sink):
    """Nothing is lost, nothing doubled, and what nobody knows is marked; the figures in words."""
    assert home.rows("PRAGMA integrity_check") == [("ok",)]
    assert home.rows("PRAGMA foreign_key_check") == []
    mails = "SELECT message_id FROM messages WHERE channel = 'courrier' AND NOT mine"
    kept = Counter(message_id for (message_id,) in home.rows(mails))
    assert set(post.sent) <= set(kept)  # nothing lost
    assert set(kept.values()) == {1}  # nothing stored twice
    people = "SELECT 1 FROM requests WHERE address LIKE 'client%' GROUP BY person_id"
    assert home.rows(f"{people} HAVING count(*) > 1") == []  # who writes again is still one request
    letters = dict(home.rows("SELECT message_id, state FROM outbox WHERE channel = 'courrier'"))
    left = Counter(message_from_bytes(x.raw)["Message-ID"] for x in sink.kept)
    assert set(left) <= set(letters)
    assert set(left.values()) <= {1}  # no letter left twice
    assert {address for x in sink.kept for address in x.to} <= post.customers  # no machine is told
    acknowledged = "SELECT request_id, count(*) FROM outbox WHERE purpose = 'ack'"
    again = "SELECT request_id, count(*) FROM events WHERE event = 'request.reopened'"
    reopened = dict(home.rows(f"{again} GROUP BY 1"))
    for request, count in home.rows(f"{acknowledged} AND state IN ('sent', 'perhaps') GROUP BY 1"):
        assert count <= 1 + reopened.get(request, 0)  # nor did a second acknowledgement
    for message_id, state in letters.items():
        if message_id in left:
            assert state in ("sent", "perhaps"), state
        else:  # in hand when the process ended, or said twice over: marked, and never sent again
            assert state in ("perhaps", "cancelled"), state
    states = Counter(letters.values())
    assert not states["handing over"]
    carried = "SELECT count(*) FROM promises p LEFT JOIN outbox o ON o.id = p.letter_id"
    assert home.rows(f"{carried} WHERE o.state NOT IN ('sent', 'perhaps')") == [(0,)]
    waiting = "SELECT id FROM requests WHERE state = 'open' AND answerable"
    promised = "SELECT request_id FROM promises WHERE state = 'standing'"
    rows = home.rows(f"{waiting} AND id NOT IN ({promised})")
    assert {id_ for (id_,) in rows} <= set(reopened)  # everybody has a date, or had one just now
    return (
        f"{len(post.sent)} mails stored once, {states['sent']} letters sent,"
        f" {states['perhaps']} perhaps, {left.total()} at the server, none twice"
    )
