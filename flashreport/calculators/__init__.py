"""Pure functions from facts to measures, over whole columns."""
