"""Daily sums per entity, computed where the rows are."""
