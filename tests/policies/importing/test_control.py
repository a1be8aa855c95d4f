"""Control data in the ways in which charities write it: as typed, never completed, and nothing refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.importing.analysing import analyse
from policies.importing.parsed import ControlDate, ControlText, ParsedPolicy
from policies.importing.readers import read_pasted

BODY = "Boat Policy\n\nAims\n\nWe keep everybody dry.\n\n"


def policy(text: str) -> ParsedPolicy:
    return analyse(read_pasted(text))


def typed(stated: ControlDate | None) -> tuple[str, str | None] | None:
    return None if stated is None else (stated.typed, stated.value.iso if stated.value else None)


def said(stated: ControlText | None) -> str | None:
    return None if stated is None else stated.value


@pytest.mark.parametrize(
    ("line", "field", "expected"),
    [
        ("Dated: May 2021", "dated", ("May 2021", "2021-05")),
        ("Date of issue – 3rd of May 2021", "dated", ("3rd of May 2021", "2021-05-03")),
        ("Adopted on 17.6.20", "adopted", ("17.6.20", "2020-06-17")),
        ("APPROVED: 17/06/2020", "adopted", ("17/06/2020", "2020-06-17")),
        ("Approved by the Board on 17 June 2020", "adopted", ("17 June 2020", "2020-06-17")),
        ("Date approved: 17 June 2020 (minute 4)", "adopted", ("17 June 2020 (minute 4)", "2020-06-17")),
        ("Last reviewed: 2019", "reviewed", ("2019", "2019")),
        ("Date reveiwed: May '23", "reviewed", ("May '23", "2023-05")),
        ("Next review due: Sept 2024", "next_review", ("Sept 2024", "2024-09")),
        ("Review date: 2024-09-01", "next_review", ("2024-09-01", "2024-09-01")),
        ("Review: September 2024", "next_review", ("September 2024", "2024-09")),
        ("Adopted on: 31.2.2020", "adopted", ("31.2.2020", None)),
        ("Next review: ______", "next_review", ("", None)),
    ],
)
def test_a_labelled_date_is_read_as_typed(line: str, field: str, expected: tuple[str, str | None]) -> None:
    found = policy(f"{BODY}{line}")

    assert typed(getattr(found.control, field)) == expected
    assert found.body == "<h2>Aims</h2><p>We keep everybody dry.</p>"


def test_a_day_that_does_not_exist_is_kept_and_said() -> None:
    found = policy(f"{BODY}Adopted on: 31.2.2020")

    assert [finding.sentence for finding in found.warnings(date(2026, 1, 1))] == [
        "There is no 31 February 2020. Check the day."
    ]
    assert found.questions == ["There is no 31 February 2020. Check the day."]


@pytest.mark.clause("RW-9", "RW-65")
def test_a_version_run_into_a_date_is_asked_about() -> None:
    label = policy(f"{BODY}Policy date: V 2 May 2020\nStatus: Final").control.label

    assert label is not None
    assert (label.value, label.typed) == ("V 2", "V 2 May 2020")
    assert label.question == (
        "“V 2 May 2020” can be read in more than one way: version label “V 2” and date May 2020; "
        "or version label “V” and date 2 May 2020. Which is meant?"
    )
    assert [(choice.label, str(choice.date)) for choice in label.choices] == [("V 2", "May 2020"), ("V", "2 May 2020")]


def test_a_version_on_the_last_line_is_found_with_its_date() -> None:
    control = policy(f"{BODY}Version 3.2 – January 2024").control

    assert control.label is not None
    assert control.label.value == "Version 3.2"
    assert control.dated is not None
    assert str(control.dated.value) == "January 2024"


@pytest.mark.parametrize(
    ("lines", "name", "office", "when"),
    [
        ("Signed by: Jo Li\n\nChair of Trustees\n\nDate: 3.4.21", "Jo Li", "Chair of Trustees", "2021-04-03"),
        ("Signed by: Jo Li, Chair, 3 April 2021", "Jo Li", "Chair", "2021-04-03"),
        ("Signed: Jo Li (Vice-Chair)\nDate: April 2021", "Jo Li", "Vice-Chair", "2021-04"),
        ("Signed: ________ (Chair)  Date: ________", "", "Chair", None),
        ("Signed ______________ Date ______________", "", None, None),
        ("Signature: ......\nName: Jo Li\nPosition: Treasurer\nDate: 1/2/21", "Jo Li", "Treasurer", "2021-02-01"),
    ],
)
def test_a_signature_has_name_office_and_day(lines: str, name: str, office: str | None, when: str | None) -> None:
    control = policy(BODY + lines).control

    assert said(control.signed_name) == name
    assert said(control.signed_office) == office
    assert control.signed_on is not None
    assert (control.signed_on.value.iso if control.signed_on.value else None) == when


@pytest.mark.parametrize(
    ("line", "name", "office"),
    [
        ("By: Jo Li – Trustee", "Jo Li", "Trustee"),
        ("Author: Jo Li", "Jo Li", None),
        ("Policy owner: Designated Safeguarding Lead", "Designated Safeguarding Lead", None),
    ],
)
def test_an_author_is_not_the_signatory(line: str, name: str, office: str | None) -> None:
    control = policy(f"{BODY}Dated: May 2021\n{line}").control

    assert (said(control.author), said(control.author_office)) == (name, office)
    assert control.signed_name is None


def test_a_contact_in_the_text_is_no_signatory() -> None:
    found = policy(f"{BODY}Child protection lead\nName: Jo Li\nPhone: 01632 960000\n\nSigned: ____\n\nDate: ____")

    assert said(found.control.signed_name) == ""
    assert "Name: Jo Li" in found.body


def test_a_label_that_heads_a_section_stays_in_the_text() -> None:
    found = policy(f"{BODY}Review:\n\nThe trustees read this once a year and put it right.")

    assert found.control.next_review is None
    assert [clause.text for clause in found.clauses][-2:] == [
        "Review:",
        "The trustees read this once a year and put it right.",
    ]


def test_a_table_of_versions_counts_by_its_last_row_and_goes() -> None:
    found = policy(
        "<h1>Boat Policy</h1><table><tr><th>Version</th><th>Date</th><th>Author</th></tr>"
        "<tr><td>1</td><td>May 2019</td><td>Jo Li</td></tr>"
        "<tr><td>1.1</td><td>June 2022</td><td>Al Bo</td></tr></table>"
        "<p>Row.</p><p>Swim.</p>"
    )

    assert found.control.label is not None
    assert (found.control.label.value, typed(found.control.dated), said(found.control.author)) == (
        "1.1",
        ("June 2022", "2022-06"),
        "Al Bo",
    )
    assert found.body == "<p>Row.</p><p>Swim.</p>"


def test_of_several_reviews_the_last_one_counts() -> None:
    reviewed = policy(f"{BODY}Reviewed: May 2021\nReviewed: May 2023\nReviewed: May 2022").control.reviewed

    assert reviewed is not None
    assert (reviewed.typed, [other.typed for other in reviewed.also]) == ("May 2023", ["May 2021", "May 2022"])


def test_two_different_dates_for_one_thing_are_asked_about() -> None:
    assert policy(f"{BODY}Adopted on: May 2021\nAdopted on: June 2021").questions == [
        "The document gives two dates for this: “May 2021” and “June 2021”. Which is right?"
    ]


def test_a_date_that_only_a_sentence_states_is_asked_about_and_stays() -> None:
    found = policy(f"{BODY}This policy was adopted by the trustees on 6 May 2021. The next review is due in May 2023.")

    assert typed(found.control.adopted) == ("6 May 2021", "2021-05-06")
    assert typed(found.control.next_review) == ("May 2023", "2023-05")
    assert found.questions[0] == (
        "The date 6 May 2021 was read from the sentence “… adopted by the trustees on 6 May 2021”. Is it right?"
    )
    assert "This policy was adopted" in found.body


@pytest.mark.parametrize(
    ("sentence", "months"),
    [
        ("This policy is reviewed annually.", 12),
        ("The trustees will carry out an annual review of this policy.", 12),
        ("This policy will be reviewed every two years.", 24),
        ("We are committed to reviewing our policy every three years.", 36),
        ("This policy is reviewed every six months.", 6),
        ("Records are reviewed annually.", None),
    ],
)
def test_how_often_a_policy_is_reviewed_is_read_from_its_text(sentence: str, months: int | None) -> None:
    assert policy(BODY + sentence).control.interval_months == months


@pytest.mark.clause("RW-70")
def test_dates_in_an_odd_order_are_warned_about_and_never_refused() -> None:
    found = policy(
        f"{BODY}Amended March 2019 – ropes\n\n- Use two.\n\nPolicy dated: May 2020\nAdopted on: 1 April 2020\n"
        "Reviewed: May 2023\nSigned by: Jo Li\nDate: 20.4.23\nNext review: May 2022"
    )

    assert [finding.sentence for finding in found.warnings(date(2022, 6, 30))] == [
        "It was signed on 20 April 2023, before the review of May 2023.",
        "It was adopted (1 April 2020) before the date that it bears (May 2020).",
        "The next review (May 2022) lies before May 2023.",
        "The amendment of March 2019 is older than the policy, which is dated May 2020.",
        "The next review was due by 31 May 2022: 30 days ago.",
        "“Reviewed May 2023” lies in the future.",
        "“Date 20.4.23” lies in the future.",
    ]


def test_a_review_by_the_month_is_due_until_the_month_ends() -> None:
    found = policy(f"{BODY}Next review: May 2024")

    assert [found.days_overdue(day) for day in (date(2024, 5, 31), date(2024, 6, 1), date(2026, 11, 20))] == [0, 1, 903]


# --- Titles --------------------------------------------------------------------------------------------------------

PROSE = "\n\nWe keep everybody dry, and we like it that way."


@pytest.mark.parametrize(
    ("text", "title", "organisation", "classes"),
    [
        ("Boat Policy", "Boat Policy", "", ["policy"]),
        ("# Boat Policy\n\n# Aims", "Boat Policy", "", ["policy"]),
        ("Boats\n\nPolicy Statement\n\nThe Boats Policy binds us.", "Boats Policy", "", ["policy"]),
        ("Policy\n\non the use of\n\nboats and oars", "Policy on the use of boats and oars", "", ["policy"]),
        (
            "Hill Farm Riders\n\nSafeguarding Policy\n\nIntroduction\n\nHill Farm Riders ride.",
            "Safeguarding Policy",
            "Hill Farm Riders",
            ["policy"],
        ),
        (
            "SAFEGUARDING POLICY\nHill Farm Riders SCIO (SC012345)\n\nHill Farm Riders ride.",
            "SAFEGUARDING POLICY",
            "Hill Farm Riders SCIO",
            ["policy"],
        ),
        (
            "HFR Mobile Phone Guidelines\n\nHFR rides. HFR posts. HFR rests.",
            "HFR Mobile Phone Guidelines",
            "HFR",
            ["guidance"],
        ),
        (
            "Photo Policy, Procedure and Code of Conduct",
            "Photo Policy, Procedure and Code of Conduct",
            "",
            ["policy", "procedure", "guidance"],
        ),
        (
            "Looking after boats\n\nThis guidance is for all of us, and this guidance is short.",
            "Looking after boats",
            "",
            ["guidance"],
        ),
    ],
)
def test_a_title_an_organisation_and_a_class_are_found(
    text: str, title: str, organisation: str, classes: list[str]
) -> None:
    found = policy(text + PROSE)

    assert (found.title, found.organisation.name, [str(kind) for kind in found.document_classes]) == (
        title,
        organisation,
        classes,
    )


def test_a_text_without_a_title_takes_the_one_that_is_offered() -> None:
    found = analyse(read_pasted("We keep everybody dry, and we like it that way."), title="Boats")

    assert found.title == "Boats"


def test_the_short_title_leaves_the_charity_out() -> None:
    found = policy("HFR Social Media Policy\n\nHFR rides. HFR posts. HFR rests, as HFR does.")

    assert found.short_title == "Social Media Policy"


# --- Companions ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("RW-5")
@pytest.mark.parametrize(
    ("sentence", "titles"),
    [
        ("See the Photo Policy.", ["Photo Policy"]),
        ("Our photo policy and our reporting procedures say more.", ["Photo policy", "Reporting procedures"]),
        ("It is read with the Safeguarding and Privacy Policies.", ["Safeguarding Policy", "Privacy Policy"]),
        ("Keep to the Use of Cameras and Images Policy.", ["Use of Cameras and Images Policy"]),
        ("Everybody signs the Driver Confidentiality Agreement.", ["Driver Confidentiality Agreement"]),
        ("See the GDPR Privacy Notice and the ICT AUP.", ["GDPR Privacy Notice", "ICT AUP"]),
        (
            "Use policies such as lone working, first aid and complaints.",
            ["Lone working policy", "First aid policy", "Complaints policy"],
        ),
        ("The Safeguarding Policy and Procedure apply.", ["Safeguarding Policy and Procedure"]),
        ("Follow this policy and every other relevant policy.", []),
        ("The policy of the government is not ours.", []),
        ("Tell the volunteers; tell the committee.", []),
        ("The Photo Policy is the photo policy.", ["Photo Policy"]),
        ("As the Essex Information Sharing Protocol says.", ["Essex Information Sharing Protocol"]),
    ],
)
def test_documents_that_a_sentence_names_are_found_once_each(sentence: str, titles: list[str]) -> None:
    found = policy(f"Boat Policy\n\nAims\n\nWe keep everybody dry.\n\n{sentence}")

    assert [companion.title for companion in found.companions] == titles


def test_a_list_of_documents_to_read_is_a_list_of_companions() -> None:
    found = policy(
        f"{BODY}Please read this alongside our other policies, including:\n\n"
        "- safer recruitment\n- anti-bullying\n- managing allegations against staff\n- the Data Protection Act 2018"
    )

    assert [(companion.title, companion.mandatory) for companion in found.companions] == [
        ("Safer recruitment", True),
        ("Anti-bullying", True),
        ("Managing allegations against staff", True),
    ]


# --- Anything at all -----------------------------------------------------------------------------------------------

LINES = st.sampled_from(
    [
        *(
            "Boat Policy",
            "Contents",
            "1. Aims 3",
            "Appendix A",
            "May 2020",
            "Signed:",
            "Date: 3.4.21",
            "Review: ",
            "By:",
        ),
        *("- item", "1. Row", "1.1 Swim", "Amended May 2021 – oars", "Version 2 May 2020", "HARBOUR", "Name: ____", ""),
        *("This policy was reviewed in May 2021.", "| a | b |", "The Photo Policy, e.g. Boat Policies.", "** **", "12"),
        *("Source: County Office (2019)", "see [this](#)", "\t\tx", "Adopted on: 99.99.99", "Page 1 of 2", "…………", "§"),
    ]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=30)), min_size=1, max_size=25).map("\n\n".join))
def test_nothing_that_can_be_typed_is_refused_for_being_odd(text: str) -> None:
    found = analyse(read_pasted(f"x{text}"))

    found.warnings(date(2026, 1, 1))
    found.missing_control_data()
    assert len({clause.anchor for clause in found.clauses}) == len(found.clauses)
