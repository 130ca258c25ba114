"""Three questions about the ledger, asked by the store and by `quick` in the same words.

They begin with the few requests that are open: in SQLite a CROSS JOIN keeps the order of its
tables, and a column behind a + is looked up in no index.
"""

from __future__ import annotations

#: How often a date was moved, late (0) and in time (1): the log of what was told, without what
#: came back.
MOVED = """
SELECT CASE WHEN data LIKE '%"in_time": true%' THEN 1 ELSE 0 END AS in_time,
  sum(CASE event WHEN 'promise.moved' THEN 1 ELSE -1 END)
FROM events WHERE event = 'promise.moved'
OR (event = 'promise.withdrawn' AND data LIKE '%"in_time"%') GROUP BY 1
"""
#: A date has passed and no letter will say another: it slipped twice, or nothing can be sent.
STRANDED = """
SELECT 1 FROM requests r CROSS JOIN promises p
WHERE p.request_id = r.id AND r.state = 'open' AND +p.state = 'broken'
AND (NOT r.answerable OR p.moves + CASE WHEN p.kind = 'answer' THEN 1 ELSE 0 END >= 2)
AND NOT EXISTS (
  SELECT 1 FROM promises q
  WHERE q.request_id = p.request_id AND q.id > p.id AND q.state <> 'not delivered'
) LIMIT 1
"""
#: A message did not arrive, its request waits, and no later word has reached the person; the
#: owner's own words are made up for by her own only.
STUCK = """
SELECT 1 FROM requests r CROSS JOIN outbox o
WHERE o.request_id = r.id AND +o.state = 'failed' AND r.state = 'open'
AND NOT EXISTS (
  SELECT 1 FROM outbox l
  WHERE l.request_id = o.request_id AND l.id > o.id AND l.state IN ('sent', 'perhaps')
  AND l.automatic <= o.automatic
) LIMIT 1
"""
