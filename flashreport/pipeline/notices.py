"""What recipients and the keeper read when no report comes; in the catalogue of the pages."""

from flashreport.domain.report import words

NOT_SENT = words("{company}: {report} of {day} is not sent").message
FAILED = words("{company}: the report failed on {day}").message
WAITS = words("The report of {day} is not sent yet. What it waits for: {inputs}.").message
FOLLOWS = words("It follows as soon as that is there.").message
NOT_MADE = words("The report could not be made: something failed on {day}.").message
FOLLOWS_MENDED = words("It follows when that is mended.").message
