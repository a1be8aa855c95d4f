"""Five documents of our own in the shapes in which charities really write: what each says of itself must come out.

One has everything, in odd forms; one is Markdown without any control data; one has a cover, contents and appendices;
one is plain short lines; one is numbered throughout and ends with lines that nobody filled in.
"""

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from policies.importing.analysing import analyse
from policies.importing.parsed import ParsedPolicy
from policies.importing.readers import read_file
from tests.policies.importing import files, rows

SAMPLES = Path(__file__).parent / "samples"

NOTHING = (
    *("It does not say who wrote it or who is responsible for it.", "It does not say whether it is a draft or final."),
    *("It does not say when it was adopted or approved.", "It does not say when it was last reviewed."),
    *("It has no place for a signature.", "It does not say when it is next to be reviewed."),
)

EXPECTED: dict[str, dict[rows.Row, Any]] = {
    "quayside-welcome": {
        rows.title: "Online Contact Policy",
        rows.organisation: "Quayside Welcome",
        rows.title_style: ["policy"],
        rows.version_label: ("V 3", "V 3 June 2021", [("V 3", "2021-06"), ("V", "2021-06-03")]),
        rows.policy_date: [("Policy date", "V 3 June 2021", "2021-06"), ("POLICY DATED", "June 21", "2021-06")],
        rows.author: ("Ruth Okafor", "Trustee"),
        rows.status: "Final",
        rows.adopted: [("ADOPTED ON", "5.7.21", "2021-07-05")],
        rows.reviewed: [("REVEIWED", "June 24", "2024-06")],
        rows.signed_by: ("T.J Whitlock", "CHAIR of TRUSTEES"),
        rows.signed_on: [("DATE", "14.5.24", "2024-05-14")],
        rows.next_review: [("NEXT REVIEW DATE", "June 2025", "2025-06")],
        rows.days_overdue: 508,
        rows.review_interval: None,
        rows.amendments: [
            ("2021-04", "April 2021", "guidance for Drivers", ()),
            ("2022-09", "September 22", "use of 'What's App' by Tutors", ("WhatsApp",)),
        ],
        rows.origins: {None: 17, "2021-04": 2, "2022-09": 2},
        rows.appendices: [
            (
                "A",
                "SAFER EVENINGS DURING COVID-19: A LEAFLET FOR PARENTS",
                "Family Welcome Team, (Newcomers and Neighbours at the County Office)",
                "2020",
                "host families too",
            )
        ],
        rows.contents: [],
        rows.clause_numbers: {},
        rows.sections: [
            ("policy-statement", "section"),
            ("policy", "section"),
            ("public-pages", "section"),
            ("present-guidance", "section"),
            ("volunteer-guidance", "section"),
            ("amended-guidance-for-drivers-april-2021", "amendment"),
            ("amended-september-22-use-of-whats-app-by", "amendment"),
            ("screens-at-home", "section"),
            ("appendix-a", "appendix"),
        ],
        rows.audiences: {
            "volunteer-guidance": ("volunteers",),
            "appendix-a-safer-evenings-during-covid-19-a-leaflet": ("carers",),
        },
        rows.companions: [
            "Privacy & Record Keeping Policy",
            "Volunteer Guidelines",
            "Driver Confidentiality Agreement",
            "Safeguarding Policy",
            "ICT Policy",
            "Government/council policies",
            "North Riding Joint Working Protocol",
        ],
        rows.outside_companions: ["Government/council policies", "North Riding Joint Working Protocol"],
        rows.letterhead: 2,
        rows.empty_links: 4,
        rows.retired_services: ["Thinkuknow", "Net Aware"],
        rows.missing: ["It does not say who leads on safeguarding."],
        rows.warnings: [
            "signed-before-review",
            "amendment-before-date",
            "overdue",
            "misspelt-label",
            "empty-links",
            "outdated-service",
            "outdated-service",
        ],
        rows.questions: [
            "V 3 June 2021",
            "June 21",
            "June 24",
            "September 22",
            "The appendix has no date, but it speaks of COVID-19. Was it written in 2020?",
        ],
    },
    "threadgold-friends": {
        rows.title: "Threadgold Friends of Moffat Internet Safety and Phone Policy",
        rows.organisation: "Threadgold Friends of Moffat",
        rows.title_style: ["policy"],
        rows.version_label: None,
        rows.policy_date: None,
        rows.author: (None, None),
        rows.signed_by: (None, None),
        rows.next_review: None,
        rows.clause_numbers: {},
        rows.sections: [
            ("start-p1", "clause"),
            ("start-p2", "clause"),
            ("start-p3", "clause"),
            ("pictures-and-films", "section"),
            ("meeting-between-meetings", "section"),
            ("aims", "section"),
            ("the-world-online", "section"),
            ("who-looks-after-our-pages", "section"),
        ],
        rows.audiences: {
            "what-we-ask-of-our-staff": ("staff",),
            "what-we-ask-of-members-and-volunteers": ("volunteers", "members"),
            "what-we-ask-of-carers": ("carers",),
        },
        rows.companions: ["Group Guidelines", "Reporting procedures", "Anti-bullying policy"],
        rows.missing: ["It has no version number or label.", "It has no date.", *NOTHING],
        rows.warnings: [],
        rows.questions: [],
    },
    "millbrook-youth": {
        rows.title: "Policy & Guidance On the use of Phones, Games and Social Media",
        rows.organisation: "Millbrook Youth Base",
        rows.title_style: ["policy", "guidance"],
        rows.version_label: None,
        rows.policy_date: [("", "October 2023", "2023-10")],
        rows.contents: ["1", "2", "3", "4", "5", "Appendices", "Appendix 1", "Appendix 2"],
        rows.clause_numbers: {"1.": "1", "2.": "2", "3.": "3", "4.": "4", "5.": "5"},
        rows.sections: [
            ("1", "section"),
            ("2", "section"),
            ("3", "section"),
            ("4", "section"),
            ("5", "section"),
            ("useful-resources", "section"),
            ("appendix-1", "appendix"),
            ("appendix-2", "appendix"),
        ],
        rows.definitions: ["what-counts-as-social-media", "what-counts-as-social-media-p1"],
        rows.appendices: [
            ("1", "Sharing what we know", "County Youth Office", "2019", ""),
            ("2", "Steps to take in an Incident", "", None, ""),
        ],
        rows.companions: [
            "Acceptable Use of Devices Policy",
            "Data Protection Policy",
            "Safeguarding Policy and Procedure",
            "GDPR Privacy Notice",
            "Use of Cameras and Film Policy",
            "Behaviour policy",
            "Complaints about staff policy",
            "Child protection policy",
            "Complaints procedure",
            "Anti-bullying policy and procedure",
            "Whistle blowing procedure",
        ],
        rows.mandatory_companions: ["Safeguarding Policy and Procedure"],
        rows.retired_services: ["https://www.net-aware.org.uk/"],
        rows.missing: ["It has no version number or label.", *NOTHING],
        rows.warnings: ["outdated-service"],
        rows.questions: [],
    },
    "oakfield-meeting-place": {
        rows.title: "Phone and Photo Policy, Procedures and Guidance",
        rows.organisation: "Oakfield Family Meeting Place",
        rows.title_style: ["policy", "procedure", "guidance"],
        rows.policy_date: None,
        rows.clause_numbers: {},
        rows.sections: [
            ("introduction", "section"),
            ("purpose", "section"),
            ("looking-up-volunteers", "section"),
            ("checking-what-is-public", "section"),
            ("good-practice", "section"),
            ("security", "section"),
            ("legal-considerations", "section"),
        ],
        rows.companions: ["Volunteers Policy", "Safeguarding Policy", "Privacy Policy"],
        rows.mandatory_companions: ["Safeguarding Policy", "Privacy Policy"],
        rows.missing: [
            "It has no version number or label.",
            "It has no date.",
            *NOTHING,
            "It does not say who leads on safeguarding.",
        ],
        rows.warnings: ["outdated-law"],
        rows.questions: [],
    },
    "stoneleigh": {
        rows.title: "SYBC Social Media Policy",
        rows.organisation: "SYBC",
        rows.title_style: ["policy"],
        rows.policy_date: [("Dated", "July 2018", "2018-07")],
        rows.next_review: [("Review", "July 2019", "2019-07")],
        rows.review_interval: 12,
        rows.days_overdue: 2669,
        rows.author: ("", None),
        rows.signed_by: ("", None),
        rows.clause_numbers: {
            "1.0": "1",
            "1.1": "1-1",
            "1.2": "1-2",
            "2.0": "2",
            "2.1": "2-1",
            "2.2": "2-2",
            "3.0": "3",
            "3.1": "3-1",
            "3.2": "3-2",
            "4.0": "4",
            "4.1": "4-1",
            "4.2": "4-2",
            "4.3": "4-3",
            "5.0": "5",
            "5.1": "5-1",
            "6.": "6",
            "6.1": "6-1",
            "6.2.": "6-2",
            "6.3": "6-3",
            "7.0": "7",
            "7.1": "7-1",
        },
        rows.definitions: ["1-1"],
        rows.companions: ["Safeguarding Policy and procedures", "Photo policy"],
        rows.missing: [
            "It has no version number or label.",
            "The line “Name/Position” is empty.",
            "It does not say whether it is a draft or final.",
            "It does not say when it was adopted or approved.",
            "It does not say when it was last reviewed.",
            "The line “Signed” is empty: the document does not show that anybody signed it.",
        ],
        rows.warnings: ["overdue", "outdated-body"],
        rows.questions: ["Is “Review: July 2019"],
    },
}

# Which row of the clause list is proven by which row of which document.
PROVES = {
    ("quayside-welcome", rows.version_label): ("RW-9",),
    ("quayside-welcome", rows.author): ("RW-10",),
    ("quayside-welcome", rows.status): ("RW-11",),
    ("quayside-welcome", rows.companions): ("RW-5",),
    ("quayside-welcome", rows.sections): ("RW-20",),
    ("quayside-welcome", rows.origins): ("RW-30",),
    ("quayside-welcome", rows.amendments): ("RW-48", "RW-54"),
    ("quayside-welcome", rows.policy_date): ("RW-65",),
    ("quayside-welcome", rows.adopted): ("RW-66",),
    ("quayside-welcome", rows.reviewed): ("RW-67",),
    ("quayside-welcome", rows.signed_by): ("RW-68",),
    ("quayside-welcome", rows.warnings): ("RW-70",),
    ("quayside-welcome", rows.appendices): ("RW-73",),
    ("threadgold-friends", rows.missing): ("IL-78",),
    ("millbrook-youth", rows.policy_date): ("WY-1",),
    ("millbrook-youth", rows.contents): ("WY-3",),
    ("millbrook-youth", rows.missing): ("WY-118",),
    ("oakfield-meeting-place", rows.title_style): ("BC-1",),
    ("oakfield-meeting-place", rows.missing): ("BC-51",),
    ("oakfield-meeting-place", rows.warnings): ("BC-50",),
    ("stoneleigh", rows.policy_date): ("WR-55",),
    ("stoneleigh", rows.clause_numbers): ("WR-59",),
}


@functools.cache
def sample(name: str) -> ParsedPolicy:
    return rows.parsed(SAMPLES / f"{name}.txt")


def cases() -> Iterator[Any]:
    for name, expected in EXPECTED.items():
        for row, value in expected.items():
            proven = PROVES.get((name, row), ())
            marks = [pytest.mark.clause(*proven)] if proven else []
            yield pytest.param(name, row, value, id=f"{name}-{row.__name__}", marks=marks)


@pytest.mark.parametrize(("name", "row", "expected"), [*cases()])
def test_what_a_document_says_of_itself_comes_out(name: str, row: rows.Row, expected: Any) -> None:
    assert row(sample(name)) == expected


SAME_IN_EVERY_FORMAT = [
    *(rows.title, rows.organisation, rows.title_style, rows.version_label, rows.policy_date, rows.adopted),
    *(rows.reviewed, rows.signed_on, rows.next_review, rows.author, rows.status, rows.signed_by, rows.amendments),
    *(rows.appendices, rows.contents, rows.headings, rows.companions, rows.missing),
]


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("made", [files.word_of, files.pdf], ids=["Word", "PDF"])
def test_a_document_says_the_same_of_itself_in_every_format(name: str, made: Callable[[str], bytes]) -> None:
    text = (SAMPLES / f"{name}.txt").read_bytes()

    policy = analyse(read_file(made(read_file(text, f"{name}.txt").html), ""))

    assert {row.__name__: row(policy) for row in SAME_IN_EVERY_FORMAT} == {
        row.__name__: row(sample(name)) for row in SAME_IN_EVERY_FORMAT
    }


def test_every_sample_is_read_differently() -> None:
    lists = [rows.missing(sample(name)) for name in EXPECTED]

    assert len({tuple(missing) for missing in lists}) == 5


def test_the_text_itself_loses_nothing_but_cover_letterhead_contents_and_control_lines() -> None:
    policy = sample("stoneleigh")
    source = (SAMPLES / "stoneleigh.txt").read_text(encoding="utf-8")

    kept = " ".join(clause.text for clause in policy.clauses)

    assert kept == " ".join(source.split("Dated:")[0].replace("SYBC Social Media Policy", "", 1).split())


def test_a_list_that_a_letterhead_cuts_in_two_is_one_list_again() -> None:
    policy = sample("quayside-welcome")

    items = [clause.anchor for clause in policy.clauses if clause.parent == "volunteer-guidance"]

    assert items == ["volunteer-guidance-p1", "volunteer-guidance-p2", "volunteer-guidance-p3", "volunteer-guidance-p4"]
    assert policy.body.count("Volunteer Guidance:</h2><ul>") == 1


def test_a_sentence_that_a_page_break_cuts_in_two_is_whole_again() -> None:
    clause = sample("stoneleigh").clause("2-2")

    assert clause.text == (
        "2.2 Meeting comes first; a message is for what cannot wait. "
        "There are days, for example, when a message is the kinder way."
    )


def test_the_same_document_always_gets_the_same_anchors() -> None:
    first, second = (rows.parsed(SAMPLES / "quayside-welcome.txt") for _time in range(2))

    assert [clause.anchor for clause in first.clauses] == [clause.anchor for clause in second.clauses]
    assert len({clause.anchor for clause in first.clauses}) == len(first.clauses)
