"""Turn bytes into raw tables: text cells with file, sheet and line."""
