"""The words of the field: money, calendar, measures, KPIs, findings, the report model."""
