"""Whoever is blacked out is so under every name that was given for them, in every later copy."""

import pytest

from incidents.models import Entry, Part, Print
from incidents.services import prints
from tests.incidents.factories import enter, make_case, write
from tests.incidents.test_prints import read, url, words

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture
def case(lead):
    found = make_case("Rubes was hurt", what="rubyq13 wrote that Rubes fell.")
    write(found, "The little one came again; Tommo saw RUBES’ coat.", by=lead)
    return found


def asked(parties, names, hide):
    """What the page sends."""
    empty = {"what": "chronology", "for_whom": "The school of Rubes", "why": "", "first_day": "", "last_day": ""}
    also = {f"also_{party.uid}": name for party, name in zip(parties, names, strict=True)}
    return empty | also | {"hide": [str(one.uid) for one in hide]}


def test_other_names_are_blacked_out_and_remembered(case, lead, in_the_log):
    ruby, tom = enter(case, "Ruby Quill"), enter(case, "Tom Carter", Part.WITNESS)
    client = in_the_log(lead)
    typed = asked([ruby, tom], ["Rubes, rubyq13; the little one", "Tommo"], [ruby])

    client.post(url("new_print", case), typed)
    copy = Print.objects.get()
    prints.make(copy.pk)
    copy.refresh_from_db()
    name, content = prints.take(copy, by=lead)

    said = words(read(content)).casefold()
    assert name == "case-copy-1.pdf"
    assert [one for one in ("rubes", "rubyq13", "little one", "quill") if one in said] == []
    assert [one for one in (b"Rubes", b"rubyq13") if one in content] == []
    assert "tommo" in said  # who is not blacked out keeps theirs
    assert prints.other_names(case) == {
        str(ruby.uid): ["Rubes", "rubyq13", "the little one"],
        str(tom.uid): ["Tommo"],
    }
    page = client.get(url("new_print", case)).content.decode()
    assert 'value="Rubes, rubyq13, the little one"' in page


def test_they_stand_in_the_vault_alone(case, lead):
    ruby = enter(case, "Ruby Quill")

    copy = prints.ask(case, by=lead, kind="chronology", hide=[str(ruby.uid)], also={str(ruby.uid): ["Zebrafinch"]})

    columns = {
        name: value for name, value in Print.objects.filter(pk=copy.pk).values().get().items() if name != "words"
    }
    assert "Zebrafinch" not in repr(columns)
    assert not any("Zebrafinch" in repr(entry.words) for entry in Entry.objects.filter(case=case))


def test_what_was_taken_out_is_not_remembered(case, lead, in_the_log):
    ruby, tom = enter(case, "Ruby Quill"), enter(case, "Tom Carter", Part.WITNESS)
    client = in_the_log(lead)
    client.post(url("new_print", case), asked([ruby, tom], ["Rubes", "Tommo"], [ruby]))

    client.post(url("new_print", case), asked([ruby, tom], ["", "Tommo"], [ruby]))

    assert prints.other_names(case) == {str(ruby.uid): [], str(tom.uid): ["Tommo"]}
    assert Print.objects.count() == 2  # another wish than the one of a moment ago
