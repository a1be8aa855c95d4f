"""Every query on an organisation's data names the organisation, or fails."""

import pytest

from organisations.models import Organisation, Project
from people.models import Person, RoleHolding
from safeguard.scoping import (
    NoActiveOrganisation,
    WrongOrganisation,
    acting_for,
    active_organisation,
    is_scoped,
)


def test_a_query_outside_a_scope_raises(charity):
    with pytest.raises(NoActiveOrganisation):
        Person.objects.count()


def test_a_write_outside_a_scope_raises(charity):
    with pytest.raises(NoActiveOrganisation):
        Project.objects.create(organisation=charity, name="Drop-in")


def test_no_organisation_is_never_all_of_them():
    with pytest.raises(NoActiveOrganisation), acting_for(None):
        pass


def test_a_scope_shows_its_own_rows_only(charity, other_charity, volunteer, stranger):
    with acting_for(charity):
        assert [person.name for person in Person.objects.all()] == ["Vera Lindqvist"]
    with acting_for(other_charity):
        assert [person.name for person in Person.objects.all()] == ["Simon Strange"]


def test_the_row_of_another_organisation_is_not_found_by_its_key(scope, stranger):
    assert Person.objects.filter(pk=stranger.pk).first() is None


def test_a_reverse_relation_is_scoped(scope, other_charity, stranger):
    assert stranger.holdings.count() == 0


def test_a_row_is_filed_under_the_active_organisation(scope):
    project = Project.objects.create(name="Drop-in")

    assert project.organisation == scope


def test_a_row_is_not_saved_in_the_name_of_another_organisation(scope, other_charity):
    with pytest.raises(WrongOrganisation):
        Project.objects.create(organisation=other_charity, name="Drop-in")


def test_a_loaded_row_of_another_organisation_is_not_saved(scope, stranger):
    stranger.name = "Changed"

    with pytest.raises(WrongOrganisation):
        stranger.save()


def test_a_row_of_another_organisation_is_not_deleted(scope, stranger):
    with pytest.raises(WrongOrganisation):
        stranger.delete()


def test_a_row_does_not_point_at_another_organisation(scope, stranger):
    with pytest.raises(WrongOrganisation):
        RoleHolding.objects.create(person=stranger, role="chair")


def test_a_row_does_not_point_at_another_organisation_by_key(scope, stranger):
    with pytest.raises(WrongOrganisation):
        RoleHolding.objects.create(person_id=stranger.pk, role="chair")


def test_bulk_rows_are_held_to_the_same_rule_with_one_query(scope, volunteer, stranger, django_assert_num_queries):
    good = [RoleHolding(person_id=volunteer.pk, role="staff") for _ in range(3)]
    bad = [RoleHolding(person_id=stranger.pk, role="staff")]

    with django_assert_num_queries(2):
        RoleHolding.objects.bulk_create(good)
    with pytest.raises(WrongOrganisation):
        RoleHolding.objects.bulk_create(bad)


def test_an_update_does_not_move_rows_to_another_organisation(scope, other_charity):
    Project.objects.create(name="Drop-in")

    with pytest.raises(WrongOrganisation):
        Project.objects.update(organisation=other_charity)


def test_an_update_changes_no_row_of_another_organisation(charity, scope, other_charity, stranger):
    Person.objects.update(phone="0191 000")

    with acting_for(other_charity):
        stranger.refresh_from_db()
    assert stranger.phone == ""


def test_following_a_key_and_refreshing_are_scoped(charity, other_charity, volunteer):
    with acting_for(other_charity), pytest.raises(Person.DoesNotExist):
        volunteer.refresh_from_db()
    with pytest.raises(NoActiveOrganisation):
        volunteer.refresh_from_db()


def test_the_scope_before_comes_back_even_after_a_failure(charity, other_charity):
    with acting_for(charity):
        with pytest.raises(ZeroDivisionError), acting_for(other_charity):
            1 / 0  # noqa: B018 (the failure is the point)
        assert active_organisation() == charity
    assert not is_scoped()


def test_none_needs_no_scope():
    assert list(Person.objects.none()) == []


def test_the_escape_hatch_sees_everybody(charity, volunteer, stranger):
    names = Person.objects.across_organisations().order_by("name").values_list("name", flat=True)

    assert list(names) == ["Simon Strange", "Vera Lindqvist"]


def test_organisations_themselves_are_not_scoped(charity, other_charity):
    assert Organisation.objects.count() == 2
