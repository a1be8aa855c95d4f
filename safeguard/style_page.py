"""The living style page: every component in every state, for those who build pages. Only in development."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django_prose_editor.fields import ProseEditorFormField

from safeguard.charts import bars, lines
from safeguard.partial_date_forms import PartialDateFormField

TEMPLATES = {name: f"style/{name}.html" for name in ("page", "public", "account", "editor", "print")}
EXTENSIONS = ["Bold", "Italic", "Heading", "BulletList", "OrderedList", "Link", "Table", "TableRow", "TableHeader"]
EXTENSIONS += ["TableCell", "ListItem", "History"]
OUTCOMES = [("no-change", "Reviewed, no change"), ("wording", "New version: wording only"), ("material", "New version")]
RULES = [("Policies", [("sm", "Social media"), ("ph", "Photographs")]), ("Codes", [("co", "Code of conduct")])]


class EveryField(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Title of the policy", help_text="As it stands on the first page.")
    email = forms.EmailField(label="E-mail address", required=False)
    number = forms.IntegerField(label="Months between reviews", widget=forms.NumberInput({"class": "input--5"}))
    adopted = PartialDateFormField(label="When was it adopted?", help_text="For example, 27 March 2027 or May 2020.")
    reviewed_on = forms.DateField(label="Date of the meeting", widget=forms.SelectDateWidget(years=range(2024, 2028)))
    meeting = forms.SplitDateTimeField(label="Next meeting", required=False)
    owner = forms.ChoiceField(label="Who looks after it?", choices=[("", "Choose a person"), ("1", "Rosa Whitlock")])
    outcome = forms.ChoiceField(label="What did the review decide?", choices=OUTCOMES, widget=forms.RadioSelect)
    rules = forms.MultipleChoiceField(
        label="Which documents must volunteers sign?", choices=RULES, widget=forms.CheckboxSelectMultiple
    )
    read = forms.BooleanField(label="I have read the policy and will keep to it")
    file = forms.FileField(label="The policy as a file", help_text="Word, OpenDocument, PDF with text, or plain text.")
    logo = forms.FileField(label="Logo", required=False)
    colour = forms.CharField(label="Colour", required=False, widget=forms.TextInput({"type": "color"}))
    notes = forms.CharField(label="What changed?", required=False, widget=forms.Textarea({"rows": 4}))

    def clean(self) -> dict[str, Any]:
        self.add_error(None, "The board has not approved this version yet.")
        return dict(self.cleaned_data)


class Clause(forms.Form):
    """A long form with a rich-text editor, which keeps its draft."""

    text = ProseEditorFormField(
        label="Text of the clause",
        help_text="Headings, lists and tables are kept; pictures and colours are not.",
        extensions=dict.fromkeys(EXTENSIONS, True),
        sanitize=True,
    )


class Filter(forms.Form):
    """A field above a list."""

    owner = forms.ChoiceField(
        label="Who looks after it?", required=False, choices=[("", "Anybody"), ("1", "Ada Okafor")]
    )


class Upload(str):
    """A file that is there already."""

    url = "#"

    def __new__(cls) -> Upload:
        return super().__new__(cls, "harbour-lights.png")


class Question(forms.Form):
    """One thing on a page."""

    outcome = forms.ChoiceField(label="What did the review decide?", choices=OUTCOMES, widget=forms.RadioSelect)


@login_not_required
def style_page(request: HttpRequest) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"saved_at": "21:04"})
    show = request.GET.get("show", "page")
    if show not in TEMPLATES:
        raise Http404
    return render(request, TEMPLATES[show], samples(brand_colour=COLOURS.get(request.GET.get("colour", ""), "")))


def samples(*, brand_colour: str = "") -> dict[str, Any]:
    """What the components show on the style page."""
    return {
        "colours": list(COLOURS),
        "organisation": SimpleNamespace(
            name="Harbour Lights Youth Club", brand_colour=brand_colour, charity_number="1234567"
        ),
        "user": SimpleNamespace(is_authenticated=True),
        "person": SimpleNamespace(display_name="Rosa Whitlock"),
        "navigation": NAVIGATION,
        "other_organisations": [("Hill Farm Riding for All", "#")],
        "person_menu": [("Your account", "#"), ("Your documents", "#")],
        "logo_address": "",
        "kinds": KINDS,
        "empty_form": EveryField(prefix="empty", initial={"logo": Upload()}),
        "refused_form": EveryField({"refused-adopted": "May 20", "refused-rules": ["sm"]}, prefix="refused"),
        "filter": Filter(prefix="filter"),
        "question": Question(),
        "clause": Clause(prefix="clause", initial={"text": "<p>Two people can always get into each account.</p>"}),
        "tasks": TASKS,
        "events": EVENTS,
        "answers": ANSWERS,
        "adoption": ADOPTION,
        "columns": ["Policy", "Version", "Next review", "Status"],
        "policies": POLICIES,
        "long_name": "Wolfeschlegelsteinhausenbergerdorff-" * 4,
        "names": ["Zażółć Gęślą-Jaźń Brzęczyszczykiewicz", "王小明", "محمد بن عبد الله الأنصاري"],
        "bars": bars(*SIGNED, label_heading="Document", value_heading="Signatures"),
        "line": lines(*TREND, label_heading="Month", value_heading="Policies in date"),
        "document_title": "Policy pack of Harbour Lights Youth Club",
        "language": "en-GB",
        "letterhead_name": "Harbour Lights Youth Club",
        "letterhead_address": "1 Quay Street, Seaham, SR7 1AA",
        "contents": CONTENTS,
        "register": REGISTER,
        "register_columns": ["Name", "Role", "Version", "When", "How"],
        "signature_lines": SIGNATURE_LINES,
        "cover_rows": COVER,
    }


COLOURS = {"yellow": "#ffd24d", "grey": "#777777", "black": "#000000", "violet": "#7b2d8b"}
NAVIGATION = [
    ("Home", "#", False),
    ("Policies", "#", True),
    ("Agreements", "#", False),
    ("People", "#", False),
    ("Reminders", "#", False),
    ("Reports", "#", False),
]
KINDS = [("good", "Up to date"), ("soon", "Due soon"), ("bad", "Overdue"), ("info", "In review"), ("quiet", "Draft")]
TASKS = [
    {"title": "Sign the code of conduct", "url": "#", "hint": "Version 3.1, asked by Rosa Whitlock", "status": "To do"},
    {"title": "Review “Photographs and films”", "url": "#", "hint": "Was due on 1 May 2026", "status": "Overdue"}
    | {"kind": "bad"},
    {"title": "Approve “Online safety”", "url": "#", "status": "Due in 12 days", "kind": "soon"},
    {"title": "Name a safeguarding trustee", "hint": "Waits for the chair", "status": "Cannot start yet"},
    {"title": "Add the charity’s address", "url": "#", "status": "Done", "kind": "good"},
]
EVENTS = [
    {"title": "In force", "when": "20 April 2026, 19:42", "by": "Ada Okafor, chair", "text": "Signed at the board."},
    {"title": "Approved", "when": "20 April 2026, 19:30", "by": "4 trustees", "text": "Minute 7 of that meeting."},
    {"title": "Sent for review", "when": "2 April 2026, 10:05", "by": "Rosa Whitlock"},
]
ANSWERS = [
    {"key": "Name of the charity", "value": "Harbour Lights Youth Club", "change_url": "#"},
    {"key": "Postal address", "value": "1 Quay Street, Seaham, SR7 1AA", "change_url": "#"},
    {"key": "Safeguarding trustee", "value": "Nobody yet", "change_url": "#", "missing": True},
    {"key": "Nation", "value": "England"},
]
ADOPTION = [
    {"key": "Version", "value": "3.1"},
    {"key": "Adopted", "value": "20 April 2026"},
    {"key": "Signed by", "value": "Ada Okafor, chair of trustees"},
    {"key": "Last reviewed", "value": "May 2026"},
    {"key": "Next review", "value": "Not stated in the text", "missing": True},
]
POLICIES = [
    ("Social media: staff and volunteers", "3.1", "1 May 2026", "bad", "Overdue"),
    ("Online safety for young people", "2.0", "12 January 2027", "soon", "Due soon"),
    ("Photographs and films", "1.4", "4 September 2027", "good", "Up to date"),
    ("Safer recruitment: looking people up online", "1.0", "", "quiet", "Draft"),
]
SIGNED = (
    "Who has signed",
    "Of 24 people, 22 signed the code of conduct, 15 the photograph rules and 4 the messaging rules.",
    [
        ("Code of conduct", 22, "good"),
        ("Photographs and films", 15, "soon"),
        ("Messages after nine at night", 4, "bad"),
    ],
)
TREND = (
    "Policies in date",
    "Policies in date rose from 6 in January to 14 in June.",
    [("January", 6), ("February", 6), ("March", 9), ("April", 11), ("May", 10), ("June", 14)],
)
CONTENTS = [
    {
        "title": "Social media: staff and volunteers",
        "anchor": "document-1",
        "note": "version 3.1",
        "children": [
            {"title": "Appendix A: words for a consent form", "anchor": "appendix-a"},
            {"title": "What has been signed", "anchor": "register-1"},
        ],
    },
    {"title": "Complaints", "anchor": "document-2", "note": "not available"},
    {"title": "Is this pack genuine?", "anchor": "verification"},
]
REGISTER = [
    ["Ada Okafor", "Chair of trustees", "3.1", "21 April 2026, 08:15 BST", "by personal link"],
    [
        "Zażółć Gęślą-Jaźń Brzęczyszczykiewicz",
        "Volunteer",
        "3.1",
        "22 April 2026, 19:02 BST",
        "on paper, seen by R. W.",
    ],
    ["王小明", "Volunteer", "3.1", "23 April 2026, 07:48 BST", "by personal link"],
    ["محمد بن عبد الله الأنصاري", "Volunteer", "3.0", "2 May 2025, 12:30 BST", "by personal link"],
    ["Wolfeschlegelsteinhausenbergerdorff-" * 3, "Volunteer", "3.1", "24 April 2026, 21:30 BST", "by personal link"],
]
SIGNATURE_LINES = [
    {"name": "Ada Okafor", "role": "Chair of trustees", "signed": "Signed on 20 April 2026 at 19:42 BST"},
    {"name": "", "role": "Safeguarding trustee"},
]
COVER = [
    {"key": "Produced", "value": "20 November 2026 at 21:04 GMT"},
    {"key": "By", "value": "Rosa Whitlock, volunteer coordinator"},
    {"key": "As at", "value": "20 November 2026"},
]
