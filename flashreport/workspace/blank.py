"""The files of an empty workspace: they load as they are, and comments show what else there is."""

SETTINGS = """\
#:schema ./flashreport.schema.json
# The settings of this workspace. 'flashreport check' reads them and says what is wrong.

[company]
name = "My company"
currency = "USD"
timezone = "UTC"             # such as "America/New_York"
language = "en"

[calendar]
weekend = ["saturday", "sunday"]
# country = "US"             # its public holidays are not worked
# subdivision = "NY"
# closed = [2026-12-24]      # own closing days
cutoff = "00:00"             # a bar that closes at 3 writes "04:00"
week_start = "monday"
fiscal_year_start = "01-01"  # month-day

# Each company, branch or shop with figures of its own.
[[entities]]
id = "main"
name = "Main"

# Printed names of departments.
# [[departments]]
# id = "kitchen"
# name = "Kitchen"

# One block per kind of file. 'map' says which of their columns is which of ours.
# [[inputs]]
# name = "bank"
# table = "transactions"
# path = "bank/*.csv"
# entity = "main"
# map = { date = "Booking date", account = "Account", amount = "Amount", text = "Details" }
# deadline = "07:00"         # the day's file must be there
# on_missing = "mark"        # or "hold" the report, or send a "notice"

# [[inputs]]
# name = "timesheets"
# table = "timesheets"
# path = "hours/*.csv"
# entity = "main"
# units = { hours = "hours" }

[[reports]]
name = "daily"
title = "Flash report"
sections = ["cash", "staff", "credit"]
paper = "A4"

# [cash]
# floor = 50000
# rules = [{ category = "rent", text = "*rent*" }]

# [staff]
# overtime_rule = "flsa"     # flsa, california, iran, none, custom

# Who gets the report. Without a mail server it is written to the outbox folder.
# [[delivery.audiences]]
# name = "owners"
# report = "daily"
# pay = true
# small_groups = true    # also the pay of fewer than five people
# recipients = [{ address = "owner@example.com", name = "Owner" }]
"""

KPIS = """\
#:schema ./kpis.schema.json
# A KPI is a contract: why, what, how much by when, and whose it is.

# [[kpi]]
# id = "cash"
# measure = "cash.closing"
# objective = "Never be short at payday."
# owner = "CFO"
# target = { kind = "at_least", value = 50000 }
# cadence = "daily"
"""
