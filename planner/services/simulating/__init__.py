"""Stories: played on a shop of their own, shown, and compared with what might have been."""

from planner.services.simulating.player import Opener, Player
from planner.services.simulating.post import NoNotifier, StoryPost
from planner.services.simulating.replaying import replay, start, told

__all__ = ["NoNotifier", "Opener", "Player", "StoryPost", "replay", "start", "told"]
