"""Compose the report model from measures: the last room where figures are computed."""
