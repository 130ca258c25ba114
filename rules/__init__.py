"""A small typed rule language, independent of the planner."""
