"""Starter policies: complete, in our own words, right for the nation, held by clause and printed."""

import pytest
from django.utils.html import strip_tags

from organisations.models import Organisation
from policies import printing, starters
from policies.models import Companion, Policy
from policies.services import policies
from policies.states import Status
from safeguard.scoping import acting_for

NATIONS = ["england", "wales", "scotland", "northern-ireland"]

# What the source policies have their readers told, the clause of our text that says it, and words of that clause.
SAID_ABOUT_SOCIAL_MEDIA = [
    ("WR-8", "1-1", "safety of children"),
    ("BC-7", "1-1", "wherever personal or work information can be put online"),
    ("WY-5", "1-2", "five things"),
    ("WR-1", "1-3", "e-mail, video calls"),
    ("WY-18", "1-3", "Social media means"),
    ("BC-4", "1-4", "family and friends"),
    ("WY-13", "1-5", "every device and every connection"),
    ("IL-15", "1-6", "values"),
    ("BC-6", "1-6", "in line with the values"),
    ("RW-14", "1-6", "privacy, dignity and respect"),
    ("IL-13", "1-7", "everybody who uses it with us does so safely"),
    ("WR-6", "1-7", "never takes its place"),
    ("BC-47", "1-8", "as you would face to face"),
    ("WR-5", "2-1", "an example online as we are in the room"),
    ("WY-23", "2-1", "in our own time counts too"),
    ("WY-8", "2-2", "your role and your good name"),
    ("BC-30", "2-3", "belong to"),
    ("BC-31", "2-4", "opinion is your own"),
    ("WY-24", "2-5", "unlawful"),
    ("BC-33", "2-6", "abuses, mocks or insults"),
    ("WR-46", "2-7", "children, their schools, other staff"),
    ("IL-60", "2-8", "sexual messages or pictures is forbidden"),
    ("IL-62", "2-9", "from device to device"),
    ("RW-31", "3-1", "which family is meant"),
    ("BC-32", "3-2", "not mentioned on networks"),
    ("BC-43", "3-2", "never identify a child"),
    ("WY-26", "3-3", "into ordinary e-mail"),
    ("BC-48", "3-4", "private and family life"),
    ("IL-64", "3-5", "what it shows, where it goes and who will see it"),
    ("BC-35", "4-2", "in both directions"),
    ("WR-40", "4-2", "reachable"),
    ("BC-27", "4-3", "attention, gifts or secrets"),
    ("WR-14", "4-5", "easier to write than to say"),
    ("RW-59", "4-6", "hand over a copy"),
    ("IL-12", "6-1", "transport, for an emergency or for what the group is doing"),
    ("IL-74", "6-1", "only as this policy allows"),
    ("WY-63", "6-1", "uses it safely"),
    ("IL-77", "6-2", "miss what happens beside them"),
    ("IL-11", "6-3", "privacy of volunteers"),
    ("IL-67", "6-4", "intrudes on another person"),
    ("WY-28", "7-1", "best interests"),
    ("WY-29", "7-2", "enjoy networks with open eyes"),
    ("WY-59", "7-2", "check what they read"),
    ("RW-75", "7-3", "friends, help, play and learning"),
    ("RW-76", "7-4", "privacy and safety settings first"),
    ("RW-77", "7-5", "filters of your broadband"),
    ("RW-61", "7-6", "violent causes"),
    ("WY-49", "7-7", "cannot shut out everything"),
]


@pytest.fixture
def social_media(scope, lead):
    return policies.create_from_starter(starters.starter("social-media"), by=lead)


def words_of(clause):
    return " ".join(strip_tags(clause.html).split())


@pytest.mark.clause(*(clause for clause, _anchor, _words in SAID_ABOUT_SOCIAL_MEDIA))
def test_what_readers_must_be_told_is_a_clause_with_an_address_and_is_printed(social_media):
    printed = printing.document(social_media)
    clauses = {clause.anchor: words_of(clause) for clause in printed.clauses}
    text = " ".join(strip_tags(printed.text).split())

    unsaid = [clause for clause, anchor, words in SAID_ABOUT_SOCIAL_MEDIA if words not in clauses[anchor]]
    unprinted = [
        clause
        for clause, anchor, words in SAID_ABOUT_SOCIAL_MEDIA
        if words not in text or f'id="{printed.anchor}clause-{anchor}"' not in printed.text
    ]
    assert (unsaid, unprinted) == ([], [])


@pytest.mark.clause("WY-24")
def test_four_kinds_of_forbidden_content_are_listed(social_media):
    kinds = social_media.clauses.get(anchor="2-5").html.split("<li>")[1:]

    found = [next(w for w in ("unlawful", "good name", "untrue", "bullies") if w in kind) for kind in kinds]
    assert found == ["unlawful", "good name", "untrue", "bullies"]


@pytest.mark.clause("RW-1", "RW-2", "RW-4")
def test_scope_protected_people_and_audience_come_with_it(social_media, charity):
    printed = printing.document(social_media)

    assert printed.scope.startswith("What Harbour Lights publishes and how it stays in touch online")
    assert "donors" in printed.protected_people
    assert printed.binds == ["Trustee", "Chair of trustees", "Staff member", "Volunteer", "Contractor or advisor"]


@pytest.mark.clause("RW-86", "RW-88", "WY-81")
def test_a_directory_of_resources_says_for_whom_and_for_what(social_media):
    resources = [r for r in printing.document(social_media).references if r.kind == "resource"]

    assert [bool(r.link and r.purpose and r.audience) for r in resources] == [True] * 5
    assert [r.age_group for r in resources if r.age_group] == ["0 to 18"]


@pytest.mark.clause("WY-18", "WR-1")
def test_definitions_are_marked(social_media):
    assert [clause.anchor for clause in printing.document(social_media).definitions] == ["1-3", "1-4"]


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize("starter", starters.starters(), ids=lambda starter: starter.slug)
def test_every_starter_is_whole_in_every_nation(starter, nation, charity, lead):
    Organisation.objects.update(nation=nation)
    charity.refresh_from_db()
    with acting_for(charity):
        draft = policies.create_from_starter(starter, by=lead)
        numbers = [clause.number for clause in draft.clauses.exclude(number="")]

    assert (draft.status, "{" in draft.body, "Harbour Lights" in draft.body) == (Status.DRAFT, False, True)
    assert len(numbers) == len(set(numbers)) >= 9


def test_the_nation_decides_the_words(charity, lead):
    said = {}
    for nation in NATIONS:
        charity.nation = nation
        said[nation] = starters.starter("safeguarding").html_for(charity)

    assert [nation for nation, text in said.items() if "(LADO)" in text or "called the LADO" in text] == ["england"]
    assert [nation for nation, text in said.items() if "Protecting Vulnerable Groups" in text] == ["scotland"]
    assert [nation for nation, text in said.items() if "AccessNI" in text] == ["northern-ireland"]
    assert [nation for nation, text in said.items() if "aged 16 or over" in text] == ["scotland"]
    assert [nation for nation, text in said.items() if "Wales Safeguarding Procedures" in text] == ["wales"]


def test_each_nations_words_have_a_source_and_a_day():
    found = {nation: (bool(words["source"]), words["checked"].year) for nation, words in starters.nations().items()}

    assert found == dict.fromkeys(NATIONS, (True, 2026))


def test_a_name_full_of_signs_stays_text(charity, lead):
    charity.name = "Jack & Jill's <b>Club</b> *stars*"

    html = starters.starter("code-of-conduct").html_for(charity)

    assert "Jack &amp; Jill's &lt;b&gt;Club&lt;/b&gt; *stars*" in html


def test_starters_lean_on_each_other_as_they_come_in(scope, lead):
    for slug in ("social-media", "safeguarding", "photographs"):
        policies.create_from_starter(starters.starter(slug), by=lead)

    linked = {(c.policy.slug, c.document.slug) for c in Companion.objects.exclude(document=None)}
    assert linked == {
        ("social-media-and-online-safety", "safeguarding-children-and-adults"),
        ("social-media-and-online-safety", "photographs-and-consent"),
        ("safeguarding-children-and-adults", "social-media-and-online-safety"),
        ("photographs-and-consent", "social-media-and-online-safety"),
    }
    assert Policy.objects.count() == 3


def test_the_appropriate_policy_document_is_part_of_data_protection(scope, lead):
    draft = policies.create_from_starter(starters.starter("data-protection"), by=lead)

    part = draft.clauses.get(anchor="5")
    assert part.heading == "Appropriate policy document"
    assert draft.clauses.filter(parent="5").count() == 6
