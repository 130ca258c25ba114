"""Which request is answered in which window: the plan, with a proof of how good it is.

`jobs` is what planning is given, `make` the function itself, `case` its JSON. Inside: `board` holds
who sits where and what room is left; `seating` seats everybody fast; `bound` proves that nothing is
better, where that is easy; `exact` goes on where somebody has to give way, by `flow` when all jobs
are of one size and by `search` when they are few, on a `puzzle` with the costs of `terms`.
"""
