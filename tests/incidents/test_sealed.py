"""Words of cases stay where they were sealed; their keys are changed without losing one; a lost key file is noticed."""

import logging

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import path
from django.utils import timezone

from incidents.models import Case, Entry, Report
from incidents.promises import keys as promises
from safeguard import vault, vault_keeping
from safeguard.commitments import State
from safeguard.scoping import acting_for
from safeguard.sealed import holders
from safeguard.urls import urlpatterns as site
from tests.incidents.factories import enter, make_case, write


@pytest.fixture
def keys(tmp_path, settings):
    """A key file of this test's own."""
    settings.VAULT_KEY_FILE = str(tmp_path / "vault.key")
    vault.add_key()
    return tmp_path / "vault.key"


def the_page_of_a_case(request, organisation_slug=None):
    from django.http import HttpResponse

    case = Case.objects.get(code=request.GET["code"])
    return HttpResponse(case.words["heading"])


class urls:  # noqa: N801 (stands for a module of addresses)
    urlpatterns = [path("o/<slug:organisation_slug>/sealed/", the_page_of_a_case), *site]
    from safeguard.urls import handler400, handler403, handler404, handler500


@pytest.fixture
def page(settings, lead, charity):
    """The page of a case, as somebody who may see it opens it."""
    settings.ROOT_URLCONF = urls
    client = Client()
    client.force_login(lead.user)

    def open_page(case, **typed):
        address = f"/o/{charity.slug}/sealed/?code={case.code}"
        return client.post(address, typed) if typed else client.get(address)

    return open_page


# Moved ---------------------------------------------------------------------------------------------------------------


def test_words_of_one_case_do_not_open_in_another(scope, lead):
    one, other = make_case(), make_case()
    entry, strange = write(one, "hers", by=lead), write(other, "his", by=lead)
    strange.uid, strange.sealed = entry.uid, entry.sealed  # everything but the key of the case

    with pytest.raises(vault.Tampered):
        _ = strange.words


def test_words_of_one_kind_do_not_open_as_another(scope, lead):
    case = make_case()
    entry, party = write(case, "hers", by=lead), enter(case, "Ruby Quill")
    party.uid, party.sealed = entry.uid, entry.sealed

    with pytest.raises(vault.Tampered):
        _ = party.words


def test_the_key_of_one_case_does_not_open_another(scope):
    one, other = make_case(), make_case()
    other.wrapped_key = one.wrapped_key

    with pytest.raises(vault.Tampered):
        _ = other.words


def test_a_case_of_another_charity_does_not_open_here(scope, other_charity):
    ours = make_case("Ours")
    with acting_for(other_charity):
        theirs = make_case("Theirs")
    ours.wrapped_key, ours.sealed = theirs.wrapped_key, theirs.sealed

    with pytest.raises(vault.Tampered):
        _ = ours.words


# The change of the key -----------------------------------------------------------------------------------------------


def test_rotation_puts_every_record_of_every_charity_under_a_new_key(keys, charity, other_charity, capsys):
    old = vault.keyring().current
    for each in (charity, other_charity):
        with acting_for(each):
            make_case("Bruises")

    call_command("vault", "rotate")

    current = vault.keyring().current
    assert (vault_keeping.used_keys(), current != old, set(vault.keyring().keys)) == ({current}, True, {old, current})
    with acting_for(charity):
        assert Case.objects.get().words["heading"] == "Bruises"
        assert Report.objects.get().words["what"] == "He said he did not want to go home."
    assert "Put under the current key: 4." in capsys.readouterr().out


def test_an_interrupted_rotation_goes_on(keys, charity, monkeypatch):
    monkeypatch.setattr(vault_keeping, "BATCH", 2)
    with acting_for(charity):
        cases = [make_case(str(n)) for n in range(5)]
        new = vault.add_key()
        cases[0].rewrap()
        cases[0].save(update_fields=["wrapped_key"])

    call_command("vault", "resume")
    call_command("vault", "resume")

    assert vault_keeping.used_keys() == {new}
    with acting_for(charity):
        assert sorted(case.words["heading"] for case in Case.objects.all()) == ["0", "1", "2", "3", "4"]


def test_a_key_goes_only_when_nothing_is_under_it(keys, charity):
    old = vault.keyring().current
    with acting_for(charity):
        make_case()
    vault.add_key()

    call_command("vault", "retire")
    assert old in vault.keyring().keys

    call_command("vault", "resume")
    call_command("vault", "retire")
    assert old not in vault.keyring().keys
    call_command("vault", "check")


def test_a_destroyed_key_stays_destroyed(keys, charity):
    with acting_for(charity):
        case = make_case()
        case.shred()
        case.save(update_fields=["wrapped_key", "shredded_at"])

    call_command("vault", "rotate")

    with acting_for(charity):
        assert bytes(Case.objects.get().wrapped_key) == b""


def test_the_check_names_the_first_record_that_does_not_open(keys, charity):
    with acting_for(charity):
        case, other = make_case(), make_case()
        Case.objects.filter(pk=case.pk).update(wrapped_key=other.wrapped_key)

    with pytest.raises(CommandError, match=f"This does not open: case {case.pk}: It was changed or moved"):
        call_command("vault", "check")


def test_every_holder_is_asked_in_one_query(db, keys, django_assert_num_queries):
    with django_assert_num_queries(len(holders())):
        assert vault_keeping.problem() == ""


# A lost key file -----------------------------------------------------------------------------------------------------


def test_where_nothing_is_sealed_the_first_key_is_made(db, tmp_path, settings):
    settings.VAULT_KEY_FILE = str(tmp_path / "vault.key")

    call_command("vault", "ready")
    made = vault.keyring().current
    call_command("vault", "ready")

    assert vault.keyring().current == made


@pytest.mark.parametrize("command", ["ready", "new"])
def test_where_something_is_sealed_no_new_file_hides_the_loss(keys, charity, command):
    with acting_for(charity):
        make_case()
    keys.unlink()

    with pytest.raises(CommandError, match="cannot be opened without it: put back the copy"):
        call_command("vault", command)
    assert not keys.exists()


@pytest.mark.parametrize("command", ["ready", "check", "rotate", "retire"])
def test_the_key_file_of_another_installation_is_not_taken(keys, charity, command):
    with acting_for(charity):
        make_case()
    lost = vault.keyring().current
    keys.unlink()
    vault.add_key()

    with pytest.raises(CommandError, match=f"not the one of these records: it lacks {lost}"):
        call_command("vault", command)
    assert len(vault.keyring().keys) == 1


def test_a_second_first_key_is_refused(keys):
    with pytest.raises(CommandError, match="already"):
        call_command("vault", "new")


def test_a_page_says_what_to_do_and_gives_back_what_was_typed(keys, scope, page, caplog):
    case = make_case("Bruises")
    keys.unlink()

    seen = page(case)
    typed = page(case, text="She said <she> fell.")

    assert (seen.status_code, typed.status_code) == (503, 503)
    assert "The file with the keys to the confidential records is missing" in seen.content.decode()
    assert "She said &lt;she&gt; fell." in typed.content.decode()
    assert "fell" not in caplog.text
    assert [record.levelno for record in caplog.records if record.name == "safeguard.errors"] == [logging.ERROR] * 2


def test_a_changed_record_is_never_shown(scope, page):
    case, other = make_case("Bruises"), make_case("Other")
    Case.objects.filter(pk=case.pk).update(sealed=other.sealed)

    answer = page(case)

    assert answer.status_code == 503
    assert "was changed or damaged outside Safeguard" in answer.content.decode()


def test_a_destroyed_record_says_so(scope, page):
    case = make_case("Bruises")
    case.shred()
    case.save(update_fields=["wrapped_key", "shredded_at"])

    assert page(case).status_code == 410


def test_health_hears_of_it(keys, charity, client):
    with acting_for(charity):
        make_case()
    assert (client.get("/healthz").status_code, client.get("/healthz").json()["keys"]) == (200, True)

    keys.unlink()

    assert (client.get("/healthz").status_code, client.get("/healthz").json()["keys"]) == (503, False)


def test_the_check_of_the_installation_warns(keys):
    assert [found.id for found in run_checks(tags=["security"]) if found.id.startswith("safeguard")] == []
    keys.chmod(0o644)
    assert [found.id for found in run_checks(tags=["security"]) if found.id.startswith("safeguard")] == [
        "safeguard.W002"
    ]
    keys.unlink()
    assert [found.id for found in run_checks(tags=["security"]) if found.id.startswith("safeguard")] == [
        "safeguard.W001"
    ]


def test_what_is_in_the_database_cannot_be_moved_by_hand_unseen(scope, lead):
    """An entry that is taken over from another case with the database's own tools does not open there."""
    one, other = make_case(), make_case()
    entry = write(one, "hers", by=lead)
    columns = [
        f.column for f in Entry._meta.concrete_fields if not f.primary_key and f.column not in ("case_id", "uid")
    ]
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO incidents_entry (case_id, uid, {names}) SELECT %s, %s, {names} FROM incidents_entry WHERE id = %s",  # noqa: S608, E501
            [other.pk, "0" * 31 + "1", entry.pk],
        )

    with pytest.raises(vault.Tampered):
        _ = Entry.objects.get(case=other).words


@pytest.mark.parametrize("lost", ["gone", "strange"])
def test_the_home_page_shows_a_red_light_and_no_error(keys, charity, lead, chair, administrator, lost):
    with acting_for(charity):
        case = make_case("Bruises")
        write(case, "She said she fell.", by=lead)
    keys.unlink()
    if lost == "strange":
        vault.add_key()

    for person in (lead, chair, administrator):
        client = Client()
        client.force_login(person.user)
        answer = client.get(f"/o/{charity.slug}/")
        assert answer.status_code == 200
        lights = [light for light in answer.context["lights"] if light.kind == "bad"]
        assert "The key to the confidential records is missing." in " ".join(light.reason for light in lights)


def test_with_its_key_the_light_is_green(keys, scope):
    [light] = promises.commitments(today=timezone.localdate())

    assert light.state == State.KEPT


def test_before_the_first_key_there_is_a_light_as_well(scope, tmp_path, settings):
    settings.VAULT_KEY_FILE = str(tmp_path / "vault.key")

    [light] = promises.commitments(today=timezone.localdate())

    assert light.state == State.BROKEN
