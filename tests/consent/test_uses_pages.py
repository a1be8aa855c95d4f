"""Uses, takedowns and exceptions in the browser."""

from datetime import date
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from audit.models import AuditEvent
from consent.models import Channel, Check, CheckApproval, CheckedPerson, Decision, Takedown, Use, Verdict
from consent.services import record_use
from people.roles import Role
from safeguard.addresses import address
from safeguard.scoping import acting_for
from tests.consent.factories import a_carer, a_child, a_question, an_answer

pytestmark = pytest.mark.usefixtures("scope")

FORM = {
    "what": "Children with a kite",
    "means": "picture",
    "channel": "facebook",
    "link": "https://social.example/1",
    "what_for": "To show what we do",
    "identifying": "True",
    "used_on": "1.3.2026",
    "already_shown": "False",
}


@pytest.fixture
def family():
    child, question = a_child(), a_question()
    mother = a_carer(child)
    an_answer(child, question, mother)
    return child, question, mother


@pytest.fixture
def web_manager(new_person):
    return new_person("Derek Doyle", Role.WEB_MANAGER)


def a_use(child, by, **details):
    given = {"what": "A kite", "means": "picture", "channel": Channel.FACEBOOK, "what_for": "To show what we do"}
    return record_use(people=[child], by=by, **(given | {"link": "https://social.example/1"} | details))


def the_takedown(family, by, **details):
    child, question, mother = family
    a_use(child, by, already_shown=True, **details)
    an_answer(child, question, mother, Decision.WITHDRAWN)
    return Takedown.objects.get()


def test_a_use_is_recorded_and_shown_with_its_link(family, web_manager, signed_in):
    browser = signed_in(web_manager)

    answer = browser.post(address("consent:record_use"), {**FORM, "people": [family[0].pk]})
    page = browser.get(answer.headers["Location"]).content.decode()
    listed = browser.get(address("consent:uses")).content.decode()

    assert [words for words in ("Children with a kite", "https://social.example/1") if words not in page] == []
    assert ("Children with a kite" in listed, "In order" in listed) == (True, True)


def test_without_a_yes_the_form_comes_back_with_everything(family, web_manager, signed_in):
    child, question, mother = family
    an_answer(child, question, mother, Decision.NO)

    page = signed_in(web_manager).post(address("consent:record_use"), {**FORM, "people": [child.pk]}).content.decode()

    assert ("not a yes for everybody" in page, 'value="Children with a kite"' in page) == (True, True)
    assert f'value="{child.pk}" id="person-{child.pk}" checked' in page
    assert not Use.objects.exists()


def test_what_was_found_is_recorded_and_goes_on_the_list(web_manager, signed_in):
    browser = signed_in(web_manager)

    browser.post(address("consent:record_use"), {**FORM, "people": [a_child().pk], "already_shown": "True"})
    listed = browser.get(address("consent:takedowns")).content.decode()

    assert ("Children with a kite" in listed, "https://social.example/1" in listed) == (True, True)


def test_searching_for_a_name_sends_nothing_off(family, web_manager, signed_in):
    a_child("Leo Smith")

    page = signed_in(web_manager).post(
        address("consent:record_use"), {**FORM, "people": [family[0].pk], "q": "leo", "take": "search"}
    )

    words = page.content.decode()
    assert ("Leo Smith" in words, "Mia Turner" in words, "Children with a kite" in words) == (True, True, True)
    assert not Use.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"people": []}, "Choose who can be recognised"),
        ({"people": ["9" * 30]}, "not found here"),
        ({"people": ["\x00"]}, "Null characters are not allowed"),
        ({"link": ""}, "Enter the web address"),
        ({"link": "javascript:alert(1)"}, "Enter a web address such as"),
        ({"channel": "other_platform"}, "Enter the name of the platform"),
        ({"used_on": "1.3.2099"}, "still to come"),
        ({"used_on": "2026-13-45"}, "error"),
        ({"means": "story", "channel": "taken"}, "Select a valid choice"),
        ({"what": ""}, "Answer this question."),
    ],
)
def test_what_is_wrong_is_said_beside_it(family, web_manager, signed_in, wrong, words):
    sent = {**FORM, "people": [family[0].pk], **wrong}

    page = signed_in(web_manager).post(address("consent:record_use"), sent)

    assert (page.status_code, words in page.content.decode(), Use.objects.exists()) == (200, True, False)


@pytest.mark.clause("RW-34")
def test_what_was_asked_before_brings_its_people_and_its_approval(family, lead, trustee, client):
    child, question, _mother = family
    type(question).objects.filter(pk=question.pk).update(needs_trustee=True)
    check = Check.objects.create(
        means="picture", channel="facebook", what_for="x", verdict=Verdict.YES, needs_trustee=True, choice="post",
        asked_by=lead,
    )  # fmt: skip
    CheckedPerson.objects.create(check_made=check, person=child, verdict="yes", reason="agreed")
    url = f"{address('consent:record_use')}?check={check.pk}"
    client.force_login(lead.user)

    refused = client.post(url, FORM).content.decode()
    CheckApproval.objects.create(check_made=check, approved=True, by=trustee)
    client.post(url, FORM)

    use = Use.objects.get()
    assert "A trustee approves this first" in refused
    assert (use.approved_by, use.check_made, [s.person for s in use.subjects.all()]) == (trustee, check, [child])


@pytest.mark.parametrize(("key", "status"), [("0", 404), ("9" * 30, 200), ("x", 200)])
def test_a_check_that_is_not_there(volunteer, signed_in, key, status):
    assert signed_in(volunteer).get(f"{address('consent:record_use')}?check={key}").status_code == status


def test_a_check_of_somebody_else_is_not_there(volunteer, lead, signed_in):
    check = Check.objects.create(means="picture", channel="facebook", what_for="x", verdict="yes", asked_by=lead)

    assert signed_in(volunteer).get(f"{address('consent:record_use')}?check={check.pk}").status_code == 404


def test_names_that_one_does_not_see_are_a_number(family, lead, volunteer, signed_in):
    use = a_use(family[0], lead)
    type(family[0]).objects.filter(pk=family[0].pk).update(restricted=True)

    page = signed_in(volunteer).get(use.get_absolute_url()).content.decode()

    assert ("Mia Turner" in page, "One more, whose name you do not see" in page) == (False, True)


def test_uses_are_chosen_by_words_place_and_state(family, lead, signed_in):
    a_use(family[0], lead)
    a_use(family[0], lead, what="A boat", channel=Channel.PRINT, place="Leaflet", already_shown=True)
    browser = signed_in(lead)

    def found(**query):
        page = browser.get(address("consent:uses"), query).content.decode()
        return [what for what in ("A kite", "A boat") if what in page]

    assert (found(), found(q="KITE"), found(channel="print"), found(show="gone")) == (
        ["A kite", "A boat"],
        ["A kite"],
        ["A boat"],
        [],
    )
    assert found(q="\x00", channel="x" * 40, show="9") == ["A kite", "A boat"]


@pytest.mark.parametrize("number", [1, 6])
def test_more_uses_ask_no_more_queries(family, lead, signed_in, django_assert_num_queries, number):
    for one in range(number):
        a_use(family[0], lead, what=f"A kite {one}")
    browser = signed_in(lead)
    browser.get(address("consent:uses"))

    with django_assert_num_queries(LISTED):
        browser.get(address("consent:uses"))


LISTED = 17


def test_a_takedown_is_closed_where_its_link_stands(family, web_manager, signed_in):
    takedown = the_takedown(family, web_manager)
    browser = signed_in(web_manager)

    page = browser.get(takedown.get_absolute_url()).content.decode()
    browser.post(takedown.get_absolute_url(), {"result": "done", "on": "", "outcome": "Deleted."})
    again = browser.post(takedown.get_absolute_url(), {"result": "done"})
    after = browser.get(takedown.get_absolute_url()).content.decode()

    assert ("https://social.example/1" in page, "Deleted." in after, again.status_code) == (True, True, 200)
    assert Use.objects.get().taken_down_on == timezone.localdate()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"result": "stays"}, "Say why it cannot be taken back"),
        ({"result": "agreed"}, "There is no yes for this"),
        ({"result": "x"}, "Select a valid choice"),
        ({"result": "done", "on": "1.1.2099"}, "still to come"),
    ],
)
def test_a_takedown_is_not_closed_by_a_slip(family, web_manager, signed_in, sent, words):
    takedown = the_takedown(family, web_manager)

    page = signed_in(web_manager).post(takedown.get_absolute_url(), {"outcome": "", **sent}).content.decode()

    assert (words in page, Takedown.objects.get().status) == (True, "open")


def test_print_asks_what_becomes_of_the_copies(family, web_manager, signed_in):
    a_use(family[0], web_manager, channel=Channel.PRINT, link="", place="500 leaflets", already_shown=True)
    takedown = Takedown.objects.get()
    browser = signed_in(web_manager)

    first = browser.post(takedown.get_absolute_url(), {"result": "stays", "outcome": "Given out."}).content.decode()
    browser.post(takedown.get_absolute_url(), {"result": "stays", "outcome": "Given out.", "stock": "destroy"})

    assert ("Printed copies that are left" in first, Takedown.objects.get().stock) == (True, "destroy")


def test_the_family_was_told(family, web_manager, signed_in):
    type(family[2]).objects.filter(pk=family[2].pk).update(email="")
    takedown = the_takedown(family, web_manager)
    browser, url = signed_in(web_manager), address("consent:takedown_told", takedown.pk)

    early = browser.post(url, {"on": "1.3.2026", "how": "By telephone"}).content.decode()
    browser.post(takedown.get_absolute_url(), {"result": "done"})
    nothing = browser.post(url, {"on": "", "how": ""}).status_code
    browser.post(url, {"on": "1.3.2026", "how": "By telephone"})

    assert ("First record" in early, nothing) == (True, 200)
    assert list(Takedown.objects.values_list("told_on", "told_how")) == [(date(2026, 3, 1), "By telephone")]


def test_what_is_done_and_what_stays_have_lists_of_their_own(family, web_manager, signed_in):
    takedown = the_takedown(family, web_manager)
    browser = signed_in(web_manager)
    browser.post(takedown.get_absolute_url(), {"result": "stays", "outcome": "The paper keeps it."})

    shown = ["A kite" in browser.get(address("consent:takedowns", show=show)).content.decode() for show in LISTS]

    assert shown == [False, True, False]


LISTS = ("", "stays", "done")


# The report of exceptions ---------------------------------------------------------------------------------------------


@pytest.mark.clause("RW-36")
def test_the_exceptions_of_a_year_with_approver_and_purpose(family, trustee, signed_in):
    a_use(family[0], trustee, approved_by=trustee, used_on=date(2026, 3, 1))
    a_use(family[0], trustee, what="Last year's", used_on=date(2025, 3, 1))
    a_use(family[0], trustee, what="Nobody is recognised", identifying=False, used_on=date(2026, 3, 1))
    browser = signed_in(trustee)

    page = browser.get(address("consent:exceptions", year=2026)).content.decode()
    before = browser.get(address("consent:exceptions", year=2025)).content.decode()

    table = page.split("<tbody>")[1]
    assert [w for w in ("A kite", "To show what we do", "Tom Okafor") if w not in table] == []
    assert [w for w in ("Last year's", "Nobody is recognised", "Mia Turner") if w in page] == []
    assert "Last year" in before.split("<tbody>")[1]


@pytest.mark.clause("RW-36")
@pytest.mark.parametrize(("role", "is_led_there"), [(Role.TRUSTEE, True), (Role.LEAD, True), (Role.VOLUNTEER, False)])
def test_only_who_may_read_the_exceptions_is_led_to_them(new_person, signed_in, role, is_led_there):
    page = signed_in(new_person("Nell Ford", role)).get(address("consent:uses")).content.decode()

    assert (address("consent:exceptions") in page) == is_led_there


def test_the_exceptions_go_out_as_tables_in_which_nothing_runs(family, trustee, signed_in):
    """E-82."""
    a_use(family[0], trustee, what="=1+1", used_on=date(2026, 3, 1))
    browser = signed_in(trustee)

    table = browser.get(address("consent:export_exceptions", "csv", year=2026))
    book = browser.get(address("consent:export_exceptions", "xlsx", year=2026))

    assert "'=1+1" in table.content.decode("utf-8-sig")
    cells = [cell.value for cell in list(load_workbook(BytesIO(book.content)).active.rows)[1]]
    assert cells[:4] == ["2026-03-01", "=1+1", "On Facebook", "To show what we do"]
    assert AuditEvent.objects.filter(verb="exported").count() == 2


@pytest.mark.parametrize("year", ["", "x", "0", "99999999999999999999", "-1", "\x00"])
def test_a_year_that_is_none_is_this_one(trustee, signed_in, year):
    page = signed_in(trustee).get(address("consent:exceptions"), {"year": year})

    assert (page.status_code, f"Exceptions of {timezone.localdate().year}" in page.content.decode()) == (200, True)


def test_only_those_who_may_take_it_away(family, volunteer, trustee, lead, client):
    statuses = []
    for person in (volunteer, trustee, lead):
        client.force_login(person.user)
        urls = [address("consent:exceptions"), address("consent:export_exceptions", "csv")]
        statuses.append([client.get(url).status_code for url in urls])

    assert statuses == [[403, 403], [200, 200], [200, 200]]


def test_there_is_no_other_kind_of_file(trustee, signed_in):
    assert signed_in(trustee).get(address("consent:export_exceptions", "exe")).status_code == 404


def test_a_stranger_finds_nothing(family, lead, stranger, other_charity, client):
    takedown = the_takedown(family, lead)
    client.force_login(stranger.user)
    with acting_for(other_charity):
        urls = [address("consent:use", takedown.use_id), address("consent:takedown", takedown.pk)]

    assert [client.get(url).status_code for url in urls] == [404, 404]


@pytest.mark.clause("RW-36")
@pytest.mark.django_db(transaction=True)
def test_the_exceptions_are_printed_for_whoever_asked(family, trustee, lead, client):
    a_use(family[0], trustee, used_on=date(2026, 3, 1))
    client.force_login(trustee.user)

    asked = client.post(address("consent:print_exceptions", year=2026))
    page = client.get(asked.headers["Location"]).content.decode()
    ticket = asked.headers["Location"].partition("?")[2]
    printed = client.get(f"{address('consent:exceptions_pdf')}?{ticket}")
    client.force_login(lead.user)
    of_somebody_else = client.get(f"{address('consent:exceptions_pdf')}?{ticket}")

    assert ("The PDF is ready." in page, of_somebody_else.status_code) == (True, 302)
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(printed.content)).pages).split())
    assert [one for one in ("Exceptions of 2026", "A kite", "To show what we do") if one not in words] == []


@pytest.mark.parametrize("ticket", ["", "x", "\x00", "a:b:c", "é" * 300])
def test_a_ticket_that_is_none_opens_nothing(trustee, signed_in, ticket):
    browser = signed_in(trustee)

    pdf = browser.get(address("consent:exceptions_pdf"), {"year": "2026", "ticket": ticket})
    page = browser.get(address("consent:exceptions"), {"year": "2026", "ticket": ticket})

    assert (pdf.status_code, page.status_code, "PDF is" in page.content.decode()) == (302, 200, False)
