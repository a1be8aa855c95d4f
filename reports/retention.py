"""How long prints are kept."""

from django.utils.translation import gettext_lazy as _

from safeguard.retention import Rule

PAPER = _("Paper that was handed out must be possible to check years later.")
RECORD = _("the record as long as the charity is kept here; the file is removed by the worker after thirty days")

RULES = [
    Rule("reports.PackDocument", _("Which documents stand in a print"), PAPER, as_long_as=RECORD),
    Rule("reports.Pack", _("Prints and packs"), PAPER, as_long_as=RECORD),
]
