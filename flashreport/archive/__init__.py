"""Append-only editions, content-addressed files, measures as known."""
