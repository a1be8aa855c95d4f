"""A field for several rows answers every key in words."""

import pytest
from django.core.exceptions import ValidationError

from people.models import Person
from safeguard.forms import SeveralRowsField


def test_rows_are_found_by_their_keys(scope, chair, trustee):
    assert list(SeveralRowsField(Person.objects.all()).clean([str(chair.pk)])) == [chair]


@pytest.mark.parametrize("key", ["9" * 30, f"-{'9' * 30}", "7000000000", "x", ""])
def test_a_key_of_no_row_is_a_wrong_choice(key, scope, chair):
    with pytest.raises(ValidationError) as refused:
        SeveralRowsField(Person.objects.all()).clean([str(chair.pk), key])

    assert refused.value.code in {"invalid_choice", "invalid_pk_value"}
