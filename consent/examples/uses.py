"""Where Harbour Lights shows pictures, what comes down, who decides, and a disagreement that was settled."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from consent.examples.questions import question
from consent.models import Ability, Channel, Decision, Means, SettlementBasis, Stock, Takedown, Use
from consent.services import judging, takedowns, uses, withdrawing
from organisations.models import Organisation
from people.models import Person
from safeguard.recurrence import add_months

SITE = "https://www.harbourlights.example"
PAGE = "https://social.example/harbourlights"
WEBSITE = "Pictures on our website"


def load(organisation: Organisation, people: dict[str, Person]) -> None:
    _judge(people)
    _show(people)
    _take_down(people)
    withdrawing.write_down(
        name="Katie, or Cathy, from the Tuesday group",
        what="The family does not want any pictures of her on the internet.",
        said_by="Her uncle, at the door",
        reach="07700 900377",
        by=people["volunteer"],
    )


def _judge(people: dict[str, Person]) -> None:
    today, lead = timezone.localdate(), people["lead"]
    judging.judge_ability(
        people["member_peter"],
        ability=Ability.ABLE_WITH_SUPPORT,
        reasons="He showed me on the tablet where strangers would see it, and said which picture he likes.",
        support="Two printed pictures, and half an hour with his support worker.",
        decided_on=today - timedelta(days=40),
        review_on=add_months(today, 6),
        by=lead,
    )
    judging.judge_ability(
        people["member_colin"],
        ability=Ability.LACKS_CAPACITY,
        means=Means.PICTURE,
        reasons="On three days he could not say what happens with a picture, whichever way it was shown to him.",
        support="Pictures, a short film, his own time of day, and his sister beside him.",
        decided_on=today - timedelta(days=150),
        review_on=today + timedelta(days=20),
        by=lead,
    )
    judging.settle(
        people["child_robin"],
        question(WEBSITE),
        decision=Decision.NO,
        basis=SettlementBasis.AGREED,
        reasons="Each of them was rung. For the website, no is what both can live with.",
        by=lead,
    )


def _show(people: dict[str, Person]) -> None:
    today, trustee = timezone.localdate(), people["trustee"]
    uses.record_use(
        what="Two children at the model harbour",
        means=Means.PICTURE,
        channel=Channel.WEBSITE,
        link=f"{SITE}/news/model-harbour",
        what_for=question(WEBSITE).what_for,
        people=[people["child_mia"], people["child_leo"]],
        used_on=today - timedelta(days=12),
        by=trustee,
        approved_by=trustee,
    )
    uses.record_use(
        what="Hands and a rope, no faces",
        means=Means.PICTURE,
        channel=Channel.INSTAGRAM,
        link=f"{PAGE}/rope",
        what_for="Showing what happens at the club",
        people=[],
        identifying=False,
        used_on=today - timedelta(days=30),
        by=people["web_manager"],
    )


def _take_down(people: dict[str, Person]) -> None:
    """One for today, one that is late, one that is done and told of, and one that is printed and given out."""
    by = people["web_manager"]
    _found(people, "A boy with a lantern", "child_noah", Channel.FACEBOOK, link=f"{PAGE}/lantern")
    late = _found(people, "Reading in the window", "child_toby", Channel.FACEBOOK, link=f"{PAGE}/window")
    Takedown.objects.filter(use=late).update(due_on=timezone.localdate() - timedelta(days=1))
    post = _found(people, "Painting the boat shed", "child_robin", Channel.FACEBOOK, link=f"{PAGE}/boat-shed")
    leaflet = _found(
        people, "A lady with a tea pot", "member_doreen", Channel.PRINT, place="Leaflet “Come in”, page 2, 300 copies"
    )
    done = takedowns.done(Takedown.objects.get(use=post), by=by, outcome="Deleted the post and our share of it.")
    takedowns.told(done, by=people["coordinator"], on=timezone.localdate(), how="By telephone, to each parent alone")
    takedowns.stays(
        Takedown.objects.get(use=leaflet),
        by=by,
        outcome="About 180 copies lie in libraries. The rest was taken out of the cupboard.",
        stock=Stock.DESTROY,
    )


def _found(people: dict[str, Person], what: str, who: str, channel: str, *, link: str = "", place: str = "") -> Use:
    return uses.record_use(
        what=what,
        means=Means.PICTURE,
        channel=channel,
        link=link,
        place=place,
        what_for="Showing what happens at the club",
        people=[people[who]],
        used_on=timezone.localdate() - timedelta(days=60),
        by=people["web_manager"],
        already_shown=True,
    )
