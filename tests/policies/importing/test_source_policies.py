"""The five policies that charities gave us, where they are at hand: each must say of itself what it does on paper.

They are no part of the project. Where their folder is missing there is nothing here to run; test_same_shapes.py always
is. Names of people are taken from the files themselves.
"""

import functools
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policies.importing.parsed import ParsedPolicy
from tests.policies.importing import rows
from tests.policies.importing.test_same_shapes import NOTHING

ROOT = Path(__file__).parents[3]
FOLDER = Path(os.environ.get("SAFEGUARD_SOURCE_POLICIES", ROOT.parent / "shared" / "policies"))

NUMBERED = {
    "1.0": "1",
    "1.1": "1-1",
    "1.2": "1-2",
    "1.3": "1-3",
    "2.0": "2",
    "2.1": "2-1",
    "2.2": "2-2",
    "2.3": "2-3",
    "2.4": "2-4",
    "3.0": "3",
    "3.1": "3-1",
    "3.2": "3-2",
    "3.3": "3-3",
    "4.0": "4",
    "4.1": "4-1",
    "4.2": "4-2",
    "4.3": "4-3",
    "4.4": "4-4",
    "4.5": "4-5",
    "4.6": "4-6",
    "4.7": "4-7",
    "4.8": "4-8",
    "5.0": "5",
    "5.1": "5-1",
    "5.2": "5-2",
    "6.": "6",
    "6.1": "6-1",
    "6.2.": "6-2",
    "6.3": "6-3",
    "6.4": "6-4",
    "6.5": "6-5",
    "7.0": "7",
    "7.1": "7-1",
    "7.2": "7-2",
    "7.3": "7-3",
    "8.0": "8",
    "8.1": "8-1",
    "8.2": "8-2",
    "8.3": "8-3",
    "8.4": "8-4",
    "9.0": "9",
    "9.1": "9-1",
    "9.2": "9-2",
    "9.3": "9-3",
}

EXPECTED: dict[str, dict[rows.Row, Any]] = {
    "refugees-welcome": {
        rows.title: "Social Media Policy",
        rows.title_style: ["policy"],
        rows.version_label: ("V 2", "V 2 May 2020", [("V 2", "2020-05"), ("V", "2020-05-02")]),
        rows.policy_date: [("Policy date", "V 2 May 2020", "2020-05"), ("POLICY DATED", "May 20", "2020-05")],
        rows.status: "Final",
        rows.adopted: [("ADOPTED ON", "17.6.20", "2020-06-17")],
        rows.reviewed: [("REVIWED", "May 23", "2023-05")],
        rows.signed_on: [("DATE", "20.4.23", "2023-04-20")],
        rows.next_review: [("NEXT REVIEW DATE", "May 2024", "2024-05")],
        rows.days_overdue: 903,
        rows.amendment_dates: [("2020-03", "March 2020", ()), ("2021-11", "November 21", ("WhatsApp",))],
        rows.origins: {None: 27, "2020-03": 4, "2021-11": 3},
        rows.appendix_origins: [("A", True, "2020")],
        rows.contents: [],
        rows.clause_numbers: {},
        rows.companions: [
            "Confidentiality & Information Sharing Policy",
            "Volunteer Guidelines",
            "Volunteer Confidentiality Agreement",
            "GDPR Policy",
            "ICT Policy",
            "Government/council policies",
            "Cheshire East Information Sharing Protocol",
            "Data Sharing guidelines",
        ],
        rows.outside_companions: ["Government/council policies", "Cheshire East Information Sharing Protocol"],
        rows.letterhead: 2,
        rows.empty_links: 20,
        rows.retired_services: ["Thinkuknow", "Net Aware"],
        rows.missing: ["It does not say who leads on safeguarding."],
        rows.warnings: [
            "signed-before-review",
            "amendment-before-date",
            "overdue",
            "misspelt-label",
            "empty-links",
            *["outdated-service"] * 3,
        ],
        rows.questions: [
            "V 2 May 2020",
            "May 20",
            "May 23",
            "November 21",
            "The appendix has no date, but it speaks of COVID-19. Was it written in 2020?",
        ],
    },
    "interest-link-borders": {
        rows.title: "Interest Link Borders Online Safety and Social Media Policy",
        rows.title_style: ["policy"],
        rows.version_label: None,
        rows.policy_date: None,
        rows.author: (None, None),
        rows.status: None,
        rows.adopted: None,
        rows.reviewed: None,
        rows.signed_by: (None, None),
        rows.signed_on: None,
        rows.next_review: None,
        rows.amendment_dates: [],
        rows.appendix_origins: [],
        rows.clause_numbers: {},
        rows.companions: [
            "Group Guidelines",
            "Safeguarding policies and procedures",
            "Reporting procedures",
            "Anti-bullying policy",
        ],
        rows.audiences: {
            "what-we-expect-of-our-staff": ("staff",),
            "what-we-expect-of-members-and-volunteers": ("volunteers", "members"),
            "what-we-expect-of-carers": ("carers",),
        },
        rows.missing: ["It has no version number or label.", "It has no date.", *NOTHING],
    },
    "westgate-youth-project": {
        rows.title: "Policy & Guidance On the use of Social Media and Online Safety",
        rows.title_style: ["policy", "guidance"],
        rows.version_label: None,
        rows.policy_date: [("", "April 2022", "2022-04")],
        rows.author: (None, None),
        rows.status: None,
        rows.adopted: None,
        rows.reviewed: None,
        rows.signed_by: (None, None),
        rows.signed_on: None,
        rows.next_review: None,
        rows.amendment_dates: [],
        rows.appendix_origins: [("1", True, "2018"), ("2", False, None)],
        rows.contents: ["1", "2", "3", "4", "5", "6", "7", "8", "Appendices", "Appendix 1", "Appendix 2"],
        rows.clause_numbers: {"1.": "1", "2.": "2", "3.": "3", "4.": "4", "5.": "5", "6.": "6", "7.": "7", "8.": "8"},
        rows.companions: [
            "Acceptable Use of Technology Policy",
            "Data Protection Policy",
            "Safeguarding Policy and Procedure",
            "GDPR Privacy Notice",
            "Equality policy",
            "Use of Camera and Images Policy",
            "Anti-bullying policy",
            "Allegations against staff policy",
            "Child protection policy",
            "Fraser guidelines",
            "KCSMP procedures",
            "Complaints procedure",
            "Whistle blowing procedure",
            "Confidentiality procedures",
            "KSCMP Procedures",
            "Safeguarding and Child Protection Guidance",
        ],
        rows.mandatory_companions: ["Data Protection Policy", "Safeguarding Policy and Procedure"],
        rows.missing: ["It has no version number or label.", *NOTHING],
        rows.warnings: [
            "outdated-law",
            "outdated-guidance",
            "outdated-service",
            "outdated-guidance",
            "two-spellings",
        ],
    },
    "birmingham-child-contact-centre": {
        rows.title: "Social Media Policy, Procedures and Guidance",
        rows.title_style: ["policy", "procedure", "guidance"],
        rows.version_label: None,
        rows.policy_date: None,
        rows.author: (None, None),
        rows.status: None,
        rows.adopted: None,
        rows.reviewed: None,
        rows.signed_by: (None, None),
        rows.signed_on: None,
        rows.next_review: None,
        rows.amendment_dates: [],
        rows.appendix_origins: [],
        rows.clause_numbers: {},
        rows.companions: ["Volunteers Policy", "Safeguarding Policy", "Privacy Policy"],
        rows.missing: [
            "It has no version number or label.",
            "It has no date.",
            *NOTHING,
            "It does not say who leads on safeguarding.",
        ],
        rows.warnings: ["outdated-law", "outdated-law"],
    },
    "wrbc": {
        rows.title: "WRBC Social Media Policy",
        rows.title_style: ["policy"],
        rows.version_label: None,
        rows.policy_date: [("Dated", "July 2016", "2016-07")],
        rows.author: ("", None),
        rows.status: None,
        rows.adopted: None,
        rows.reviewed: None,
        rows.signed_by: ("", None),
        rows.signed_on: None,
        rows.next_review: [("Review", "July 2017", "2017-07")],
        rows.days_overdue: 3399,
        rows.amendment_dates: [],
        rows.appendix_origins: [],
        rows.clause_numbers: NUMBERED,
        rows.companions: ["Safeguarding Policy and procedures", "Photo policy"],
        rows.missing: [
            "It has no version number or label.",
            "The line “Name/Position” is empty.",
            "It does not say whether it is a draft or final.",
            "It does not say when it was adopted or approved.",
            "It does not say when it was last reviewed.",
            "The line “Signed” is empty: the document does not show that anybody signed it.",
        ],
    },
}


@functools.cache
def source(name: str) -> ParsedPolicy:
    return rows.parsed(FOLDER / f"{name}.txt")


def cases() -> Iterator[Any]:
    for name, expected in EXPECTED.items():
        for row, value in expected.items():
            yield pytest.param(name, row, value, id=f"{name}-{row.__name__}")


# A skipped test fails the run, so without the folder these tests do not exist.
if FOLDER.is_dir():

    @pytest.mark.parametrize(("name", "row", "expected"), [*cases()])
    def test_a_real_policy_says_of_itself_what_it_does_on_paper(name: str, row: rows.Row, expected: Any) -> None:
        assert row(source(name)) == expected

    def test_the_author_and_the_signatory_of_a_real_policy_are_those_that_it_names() -> None:
        text = (FOLDER / "refugees-welcome.txt").read_text(encoding="utf-8")
        policy = source("refugees-welcome")

        written = re.search(r"^By: (.+) – (.+)$", text, re.MULTILINE)
        signed = re.search(r"^SIGNED BY: (.+)\n\n(.+)$", text, re.MULTILINE)

        assert rows.author(policy) == (written and written.groups())
        assert rows.signed_by(policy) == (signed and signed.groups())

    def test_the_five_real_policies_each_miss_something_else() -> None:
        assert len({tuple(rows.missing(source(name))) for name in EXPECTED}) == 5

    def test_no_clause_of_a_real_policy_is_lost() -> None:
        policy = source("wrbc")
        text = (FOLDER / "wrbc.txt").read_text(encoding="utf-8").split("Dated:")[0]

        kept = " ".join(clause.text for clause in policy.clauses)

        assert kept == " ".join(text.replace(policy.title, "", 1).split())
