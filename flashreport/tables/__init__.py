"""Canonical tables, and the checks that decide which rows hold."""
