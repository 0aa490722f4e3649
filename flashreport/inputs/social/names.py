"""The names of the export formats, as the settings write them."""

from flashreport.domain.social_formats import FORMATS, WORKBOOKS

RESULTS = "meta_results"
CREATOR = "linkedin_creator_xlsx"
FOLLOWERS_ARE = "tiktok_followers_are"
NAMES = frozenset({*(one.name for one in FORMATS), *WORKBOOKS, RESULTS, FOLLOWERS_ARE})
