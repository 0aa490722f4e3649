"""The names of the export formats, as the settings write them."""

from flashreport.domain.social_exports import FORMATS, WORKBOOKS

RESULTS = "meta_results"
CREATOR = "linkedin_creator_xlsx"
NAMES = frozenset({*(one.name for one in FORMATS), *WORKBOOKS, RESULTS})
