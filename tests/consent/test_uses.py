"""Where something is shown: with everybody's yes and a trustee's word, or honestly as it was found."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from consent import services
from consent.models import Channel, Check, CheckApproval, Decision, Means, Takedown, Use, UseSubject, Verdict
from consent.services import takedowns
from consent.shown import effective_of, without_a_yes
from people.roles import Role
from people.services import leave
from safeguard.refusals import Refused
from tests.consent.factories import a_carer, a_child, a_question, an_answer

pytestmark = pytest.mark.usefixtures("scope")


def record(*people, by, **details):
    given = {"means": Means.PICTURE, "channel": Channel.FACEBOOK, "what": "A kite", "what_for": "To show what we do"}
    return services.record_use(people=people, by=by, **(given | {"link": "https://social.example/1"} | details))


def with_a_yes(question, name="Mia Turner"):
    child = a_child(name)
    an_answer(child, question, a_carer(child, f"Mother of {name}"))
    return child


@pytest.mark.clause("RW-33", "BC-39", "WY-42")
def test_with_everybodys_yes_it_is_recorded_with_what_it_rests_on(lead):
    question = a_question()
    children = [with_a_yes(question), with_a_yes(question, "Leo Smith")]

    use = record(*children, by=lead)

    rests_on = {row.person: row.answer.question for row in UseSubject.objects.filter(use=use)}
    assert rests_on == dict.fromkeys(children, question)


@pytest.mark.clause("RW-33", "BC-39", "WY-42")
@pytest.mark.parametrize("said", [[], [Decision.NO], [Decision.YES, Decision.WITHDRAWN]])
def test_without_a_yes_of_everybody_nothing_new_is_recorded(lead, said):
    """E-34: one among others is enough."""
    question = a_question()
    agreed, other = with_a_yes(question), a_child("Leo Smith")
    mother = a_carer(other, "Berta Smith")
    for decision in said:
        an_answer(other, question, mother, decision)

    with pytest.raises(Refused, match="not a yes for everybody"):
        record(agreed, other, by=lead)

    assert not Use.objects.exists()


@pytest.mark.clause("RW-35")
def test_a_yes_to_one_purpose_is_none_to_another(lead):
    showing = a_question()
    a_question("To raise money", what_for="To raise money")
    child = with_a_yes(showing)

    record(child, by=lead)
    with pytest.raises(Refused):
        record(child, by=lead, what_for="To raise money")
    with pytest.raises(Refused):
        record(child, by=lead, what_for="Something of my own")


def test_what_is_found_to_be_shown_is_recorded_and_comes_down(lead):
    """Honest entry: nothing is hidden because a rule was broken."""
    question = a_question()
    agreed, never_asked = with_a_yes(question), a_child("Leo Smith")

    use = record(agreed, never_asked, by=lead, already_shown=True, used_on=date(2025, 3, 1))

    assert list(Takedown.objects.values_list("use", "subject", "answer")) == [(use.pk, never_asked.pk, None)]


def test_where_nobody_can_be_recognised_no_yes_is_needed(lead):
    use = record(a_child(), by=lead, identifying=False)

    assert (list(Takedown.objects.all()), list(without_a_yes(Use.objects.filter(pk=use.pk), date(2026, 1, 1)))) == (
        [],
        [],
    )


@pytest.mark.clause("RW-34")
class TestATrustee:
    def question(self):
        return a_question(needs_trustee=True)

    def test_approves_first(self, lead):
        child = with_a_yes(self.question())

        with pytest.raises(Refused, match="A trustee approves this first"):
            record(child, by=lead)

    def test_approves_by_recording_it(self, trustee):
        child = with_a_yes(self.question())

        assert record(child, by=trustee, approved_by=trustee).approved_by == trustee

    def test_is_not_named_by_somebody_else(self, lead, trustee):
        child = with_a_yes(self.question())

        with pytest.raises(Refused, match="approves it themself"):
            record(child, by=lead, approved_by=trustee)

    def test_is_a_trustee(self, lead):
        child = with_a_yes(self.question())

        with pytest.raises(Refused, match="is no trustee"):
            record(child, by=lead, approved_by=lead)

    @pytest.mark.parametrize("approved", [True, False])
    def test_has_said_so_to_the_check(self, lead, trustee, approved):
        child = with_a_yes(self.question())
        check = self.check(lead)
        CheckApproval.objects.create(check_made=check, approved=approved, by=trustee)

        if approved:
            assert record(child, by=lead, check_made=check).approved_by == trustee
        else:
            with pytest.raises(Refused, match="A trustee approves this first"):
                record(child, by=lead, check_made=check)

    def test_has_said_it_of_this_and_of_nothing_else(self, lead, trustee):
        child = with_a_yes(self.question())
        check = self.check(lead, channel=Channel.WEBSITE)
        CheckApproval.objects.create(check_made=check, approved=True, by=trustee)

        with pytest.raises(Refused, match="something else"):
            record(child, by=lead, check_made=check)

    def check(self, lead, channel=Channel.FACEBOOK):
        return Check.objects.create(
            means=Means.PICTURE, channel=channel, what_for="x", verdict=Verdict.YES, needs_trustee=True, asked_by=lead
        )


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"link": "", "place": " "}, "Enter the web address"),
        ({"channel": Channel.TAKEN}, "cannot be shown there"),
        ({"means": Means.VIDEO_CALL}, "cannot be shown there"),
        ({"means": Means.STORY, "channel": Channel.THIRD_PARTY}, "cannot be shown there"),
        ({"channel": Channel.OTHER_PLATFORM}, "Say which platform"),
        ({"used_on": date(2999, 1, 1)}, "still to come"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(lead, details, words):
    child = with_a_yes(a_question())

    with pytest.raises(Refused, match=words):
        record(child, by=lead, already_shown=True, **details)


def test_whoever_can_be_recognised_is_somebody(lead):
    with pytest.raises(Refused, match="Say who can be recognised"):
        record(by=lead)


def test_a_form_sent_twice_is_one_use(lead):
    child = with_a_yes(a_question())

    first, again = record(child, by=lead), record(child, by=lead)
    other = record(child, by=lead, what="Another kite")

    assert (again, Use.objects.count(), other == first) == (first, 2, False)


# Whether there is still a yes for what is shown ----------------------------------------------------------------------


def verdicts(use, today=None):
    return [answer.verdict for answer in effective_of([use], today or timezone.localdate()).values()]


def test_what_is_shown_is_judged_by_the_question_that_was_answered(lead):
    """A second purpose for the same place, asked for later, says nothing about what was shown for the first."""
    child = with_a_yes(a_question())
    use = record(child, by=lead)

    a_question("To raise money", what_for="To raise money")

    assert verdicts(use) == [Verdict.YES]


def test_pictures_of_somebody_who_left_stay_while_the_yes_lasts(lead, coordinator):
    child = with_a_yes(a_question())
    use = record(child, by=lead)
    today = timezone.localdate()

    leave(child, on=today, reason="Moved", by=coordinator)

    assert (verdicts(use), verdicts(use, today + timedelta(days=400))) == ([Verdict.YES], [Verdict.ASK])


@pytest.mark.clause("BC-39")
def test_with_the_eighteenth_birthday_the_parents_yes_ends(lead):
    """E-26: pictures stay only while the evidence is valid."""
    today = timezone.localdate()
    born = today.replace(year=today.year - 18) + timedelta(days=1)
    child, question = a_child(born=born), a_question(own_answer_from=18)
    an_answer(child, question, a_carer(child))
    use = record(child, by=lead)

    assert (verdicts(use), verdicts(use, today + timedelta(days=1))) == ([Verdict.YES], [Verdict.ASK])


def test_a_hundred_uses_ask_no_more_queries_than_one(lead, django_assert_num_queries):
    question = a_question()
    children = [with_a_yes(question, f"Child{number} Turner") for number in range(5)]
    uses = [record(child, by=lead, what=f"Picture {number}") for number in range(4) for child in children]
    today = timezone.localdate()

    with django_assert_num_queries(10):
        effective_of(uses[:1], today)
    with django_assert_num_queries(10):
        found = effective_of(uses, today)

    assert {answer.verdict for answer in found.values()} == {Verdict.YES}


def test_a_use_that_lost_its_yes_is_found(lead):
    question = a_question()
    kept, lost = with_a_yes(question), with_a_yes(question, "Leo Smith")
    record(kept, by=lead)
    use = record(lost, by=lead, what="A boat")

    an_answer(lost, question, None, Decision.WITHDRAWN, giver_name="An aunt")

    assert list(without_a_yes(Use.objects.all(), timezone.localdate())) == [(use, Verdict.NO)]


def test_everything_that_is_taken_down_is_out_of_it(lead, new_person):
    question = a_question()
    child = with_a_yes(question)
    record(child, by=lead)
    an_answer(child, question, None, Decision.WITHDRAWN, giver_name="An aunt")

    takedowns.done(Takedown.objects.get(), by=new_person("Derek Doyle", Role.WEB_MANAGER), outcome="")

    assert list(without_a_yes(Use.objects.standing(), timezone.localdate())) == []
