"""Pages from the report model alone, plus theme and language."""
