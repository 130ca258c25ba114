"""Entracte: what the product does."""
