"""APScheduler lives here and only here: in `service`; looking at the lock loads none of it."""
