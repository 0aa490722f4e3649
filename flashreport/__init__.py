"""flashreport: a company's daily figures as a one-minute morning flash report."""

__version__ = "0.1.0"
