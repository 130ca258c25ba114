"""Outgoing texts, French and English, and their slots."""
