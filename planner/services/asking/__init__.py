"""What the owner asks the planner: can a new job be done, by when, and why a date is as it is."""
