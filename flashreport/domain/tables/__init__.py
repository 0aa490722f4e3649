"""The canonical tables, a module for each block."""
