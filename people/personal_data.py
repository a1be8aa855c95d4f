"""What the list of people knows about somebody."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import CareLink, CheckOutItem, Merge, PeopleImport, Person, PersonalLink, RoleHolding, ServicePeriod
from safeguard.personal_data import IN_THEIR_WORK, Section, section

COVERED = {
    "people.Person.line_manager",
    "people.ServicePeriod.person",
    "people.RoleHolding.person",
    "people.CareLink.cared_for",
    "people.CareLink.carer",
    "people.PersonalLink.person",
    "people.PeopleImport.made_by",
    "people.Merge.kept",
    "people.CheckOut.person",
}
REASONS = {
    "people.Person.merged_into": gettext_lazy("an entry that was merged is shown with the one that was kept"),
    "people.RoleHolding.deputy_for": gettext_lazy("the deputy's own record says for whom they stand in"),
    "people.CareLink.authority_confirmed_by": IN_THEIR_WORK,
    "people.CheckOut.begun_by": IN_THEIR_WORK,
    "people.CheckOutItem.added_by": IN_THEIR_WORK,
    "people.CheckOutItem.done_by": IN_THEIR_WORK,
    "people.Merge.duplicate": gettext_lazy("it is shown with the entry that was kept"),
    "people.Merge.merged_by": IN_THEIR_WORK,
    "people.Merge.undone_by": IN_THEIR_WORK,
}
DETAILS = (
    *("name", "known_as", "email", "phone", "do_not_email", "safe_contact", "contact_preference", "language"),
    *("interpreter", "date_of_birth", "age_band", "adult_at_risk", "project", "line_manager", "restricted"),
    *("joined_on", "left_on", "deceased_on", "paused_from"),
)
CARE = ("relationship", "authority", "authority_confirmed_on", "authority_seen", "court_order", "lives_with")


def about(person: Person) -> Iterator[Section]:
    yield section("people.details", _("Your details"), [person], DETAILS, about=person)
    users = [person.user] if person.user else []
    fields = ("email", "date_joined", "last_login")
    yield section("people.sign_in", _("Your sign-in"), users, fields, about=person)
    merged = Person.objects.filter(merged_into=person)
    yield section("people.merged", _("Entries that were merged into yours"), merged, DETAILS, about=person)
    joined = Merge.objects.filter(kept=person)
    yield section("people.merges", _("How they were merged"), joined, ("merged_at", "told_apart_by"), about=person)
    periods = ServicePeriod.objects.filter(person=person)
    yield section("people.periods", _("Your time with us"), periods, ("starts_on", "ends_on", "reason"), about=person)
    holdings = RoleHolding.objects.filter(person=person).select_related("deputy_for", "project")
    fields = ("role", "project", "starts_on", "ends_on", "deputy_for", "appointed_by", "reason")
    yield section("people.roles", _("Your roles"), holdings, fields, about=person)
    handed_over = CheckOutItem.objects.filter(check_out__person=person).select_related("check_out")
    fields = ("title", "hint", "done_at", "note")
    yield section("people.check_out", _("What you hand over and give back"), handed_over, fields, about=person)
    carers = CareLink.objects.filter(cared_for=person).select_related("carer")
    # What was seen and ordered about a carer is the carer's: a copy for the other parent does not show it (E-29).
    yield section(
        "people.carers",
        _("Who looks after you"),
        carers,
        ("carer", *CARE, "starts_on", "ends_on"),
        about=person,
        giver="carer",
    )
    cared_for = CareLink.objects.filter(carer=person).select_related("cared_for")
    fields = ("cared_for", *CARE, "starts_on", "ends_on")
    yield section("people.cared_for", _("Whom you look after"), cared_for, fields, about=person)
    links = PersonalLink.objects.filter(person=person)
    fields = ("purpose", "created_at", "expires_at", "used_at", "revoked_at")
    yield section("people.links", _("Personal links that were sent to you"), links, fields, about=person)
    imports = PeopleImport.objects.filter(made_by=person)
    yield section("people.imports", _("Spreadsheets that you read in"), imports, ("file_name", "made_at"), about=person)
