"""The doctor: is everything well, and if not, what helps. It reads, and writes nothing."""

from planner.doctor.examine import examine

__all__ = ["examine"]
