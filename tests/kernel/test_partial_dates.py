import re
import unicodedata
from datetime import date, timedelta

import pytest
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from safeguard.partial_dates import (
    Alternative,
    LabelledDate,
    LabelledReading,
    PartialDate,
    PartialDateField,
    Precision,
    Reading,
    read,
    read_label_and_date,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
PARTIAL_DATES = st.builds(
    lambda day, parts: PartialDate(*(day.year, day.month, day.day)[:parts]), DAYS, st.integers(min_value=1, max_value=3)
)
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "0",
                "1",
                "2",
                "5",
                "12",
                "13",
                "17",
                "20",
                "29",
                "30",
                "31",
                "32",
                "99",
                "1066",
                "2020",
                "2101",
                "99999",
            ),
            *("May", "may.", "Sept", "February", "Mon", "Wednesday", "the", "of", "st", "th", "summer", "circa"),
            *("V", "v2", "version", "draft", "dated"),
            *(".", "/", "-", ",", "'", "’", "(", ")", ":", ";", "–", "\xa0", "\x00", "%", "{}"),
            *("٣", "１", "²", "İ", "ß"),
        ]
    ),
    max_size=8,
)
MESSY = st.one_of(st.text(), st.builds("".join, PIECES), st.builds(" ".join, PIECES))


# --- The value -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "precision", "words", "iso", "earliest", "latest"),
    [
        (PartialDate(2020), Precision.YEAR, "2020", "2020", date(2020, 1, 1), date(2020, 12, 31)),
        (PartialDate(2020, 5), Precision.MONTH, "May 2020", "2020-05", date(2020, 5, 1), date(2020, 5, 31)),
        (PartialDate(2024, 2), Precision.MONTH, "February 2024", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        (PartialDate(2020, 6, 17), Precision.DAY, "17 June 2020", "2020-06-17", date(2020, 6, 17), date(2020, 6, 17)),
    ],
)
def test_a_partial_date_knows_its_precision_its_words_and_its_bounds(value, precision, words, iso, earliest, latest):
    assert (value.precision, str(value), value.iso) == (precision, words, iso)
    assert (value.earliest, value.latest) == (earliest, latest)


def test_months_are_named_in_the_language_of_the_reader_and_read_again_in_it():
    with override("cy"):
        assert str(PartialDate(2020, 6, 17)) == "17 Mehefin 2020"
        assert read("17 Mehefin 2020").value == PartialDate(2020, 6, 17)
        assert read("17 June 2020").value == PartialDate(2020, 6, 17)

    assert read("17 Mehefin 2020").value is None


@pytest.mark.parametrize(
    "parts",
    [(1899,), (2101,), (0,), (2020, 0), (2020, 13), (2020, 2, 30), (2021, 2, 29), (2020, 5, 0), (2020, None, 1)],
)
def test_a_date_that_does_not_exist_is_refused(parts):
    with pytest.raises(ValueError):
        PartialDate(*parts)


def test_a_text_too_long_to_be_a_date_is_refused():
    with pytest.raises(ValueError):
        PartialDate(2020, typed="x" * 101)


@pytest.mark.parametrize("iso", ["", "20", "2020-5", "2020-05-1", "2020-05-17T00:00", "2020-13", "1066", "2020-05 May"])
def test_what_is_not_iso_is_refused(iso):
    with pytest.raises(ValueError):
        PartialDate.from_iso(iso)


def test_equality_is_of_the_date_and_its_precision_whatever_was_typed():
    assert PartialDate(2020, 5, typed="May 20") == PartialDate(2020, 5, typed="May 2020")
    assert len({PartialDate(2020, 5, typed="May 20"), PartialDate(2020, 5)}) == 1
    assert PartialDate(2020, 5) != PartialDate(2020, 5, 1)
    assert PartialDate(2020, 5, 1) != date(2020, 5, 1)


def test_dates_sort_by_their_earliest_day_the_less_precise_first():
    in_order = [
        PartialDate(2019, 12, 31),
        PartialDate(2020),
        PartialDate(2020, 1),
        PartialDate(2020, 1, 1),
        PartialDate(2020, 1, 2),
        PartialDate(2020, 2),
    ]

    assert sorted([*in_order[3:], *in_order[:3]]) == in_order
    assert PartialDate(2020) <= PartialDate(2020, typed="2020")
    with pytest.raises(TypeError):
        assert PartialDate(2020) < date(2020, 1, 1)


def test_a_day_becomes_a_partial_date_of_that_day():
    assert PartialDate.from_date(date(2023, 4, 20), typed="20.4.23") == PartialDate(2023, 4, 20)


@given(PARTIAL_DATES)
def test_words_and_iso_can_be_read_again(value):
    assert PartialDate.from_iso(value.iso) == value
    assert read(str(value)) == Reading(value, str(value))
    assert read(value.iso) == Reading(value, value.iso)


@given(PARTIAL_DATES, PARTIAL_DATES)
def test_order_agrees_with_equality_and_with_the_earliest_days(one, other):
    assert (one < other) + (one == other) + (one > other) == 1
    assert one.earliest <= other.earliest or one > other


# --- Reading -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("17.6.20", "2020-06-17"),
        ("20.4.23", "2023-04-20"),
        ("17/6/2020", "2020-06-17"),
        ("17-06-20", "2020-06-17"),
        ("17 6 20", "2020-06-17"),
        ("17 . 6 . 20", "2020-06-17"),
        ("17.6.20.", "2020-06-17"),
        ("17–6–20", "2020-06-17"),
        ("１７．６．２０", "2020-06-17"),
        ("5/6/2020", "2020-06-05"),
        ("1.1.70", "1970-01-01"),
        ("31.12.69", "2069-12-31"),
        ("Wed 17/6/20", "2020-06-17"),
        ("17 June 2020", "2020-06-17"),
        ("17 JUNE 20", "2020-06-17"),
        ("17\n\tjune\u00a02020", "2020-06-17"),
        ("17th June, 2020", "2020-06-17"),
        ("the 1st of June 2020", "2020-06-01"),
        ("2nd Jun '20", "2020-06-02"),
        ("22nd day of Sept. 2020", "2020-09-22"),
        ("3rd-Feb-2020", "2020-02-03"),
        ("17Jun2020", "2020-06-17"),
        ("Wednesday the 17th of June 2020", "2020-06-17"),
        ("Weds, 17 June 2020", "2020-06-17"),
        ("June 17, 2020", "2020-06-17"),
        ("June the 17th 2020", "2020-06-17"),
        ("June 17, '20", "2020-06-17"),
        ("2020-05-01", "2020-05-01"),
        ("2020/5/1", "2020-05-01"),
        ("2020 May 17", "2020-05-17"),
        ("29.2.2024", "2024-02-29"),
        ("July 2016", "2016-07"),
        ("july 2017", "2017-07"),
        ("April, 2022", "2022-04"),
        ("Sept 2020", "2020-09"),
        ("Sep. 2020", "2020-09"),
        ("May '20", "2020-05"),
        ("May ’20", "2020-05"),
        ("May of 2020", "2020-05"),
        ("May-2024", "2024-05"),
        ("May 47", "2047-05"),
        ("May 85", "1985-05"),
        ("2020 May", "2020-05"),
        ("05/2020", "2020-05"),
        ("5.2020", "2020-05"),
        ("2020-05", "2020-05"),
        ("2020", "2020"),
        ("1900", "1900"),
        ("2100", "2100"),
    ],
)
def test_a_date_is_read_as_people_in_britain_write_it(text, iso):
    reading = read(text)

    assert (reading.value and reading.value.iso, reading.question, reading.alternatives) == (iso, "", ())
    assert reading.is_certain is True
    assert reading.value.typed == reading.typed == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "value", "first", "second"),
    [
        ("May 20", PartialDate(2020, 5), "May 2020", "20 May in a year that is not written"),
        ("May 23", PartialDate(2023, 5), "May 2023", "23 May in a year that is not written"),
        ("Sept 21", PartialDate(2021, 9), "September 2021", "21 September in a year that is not written"),
        ("November 21", PartialDate(2021, 11), "November 2021", "21 November in a year that is not written"),
        ("Jun-05", PartialDate(2005, 6), "June 2005", "5 June in a year that is not written"),
        ("05/20", PartialDate(2020, 5), "May 2020", "20 May in a year that is not written"),
    ],
)
def test_two_figures_after_a_month_are_proposed_as_its_year_and_asked_about(text, value, first, second):
    reading = read(text)

    question = f"“{text}” can be read two ways: {first}, or {second}. Which is meant?"
    assert reading == Reading(value, text, (Alternative(second),), question)
    assert reading.value.typed == text
    assert reading.is_certain is False
    assert reading.choices == (Alternative(first, value), Alternative(second))
    assert [reading.choose(key) for key in (value.iso, "unfinished", "1999")] == [*reading.choices, None]


@pytest.mark.parametrize(
    ("text", "value", "question"),
    [
        ("12/25/2020", PartialDate(2020, 12, 25), "“12/25/2020” has no month 25. Is 25 December 2020 meant?"),
        ("1.31.21", PartialDate(2021, 1, 31), "“1.31.21” has no month 31. Is 31 January 2021 meant?"),
        ("February 31", PartialDate(2031, 2), "Is February 2031 meant by “February 31”?"),
        (
            "Monday 17 June 2020",
            PartialDate(2020, 6, 17),
            "17 June 2020 is a Wednesday, not a Monday. Is the date right?",
        ),
    ],
)
def test_a_text_that_is_probably_a_slip_is_read_and_asked_about(text, value, question):
    assert read(text) == Reading(value, text, (), question)


UNREAD = (
    "“%s” could not be read as a date. Write a day, month and year (17 June 2020), a month and year (June 2020) or a "
    "year (2020)."
)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("31 February", "There is no 31 February. Check the day."),
        ("30 Feb 2024", "There is no 30 February 2024. Check the day."),
        ("29.2.2023", "There is no 29 February 2023. Check the day."),
        ("31/6/20", "There is no 31 June 2020. Check the day."),
        ("0 May 2020", "There is no 0 May 2020. Check the day."),
        ("45 June", "There is no 45 June. Check the day."),
        ("13.13.2020", "There is no month 13. Check the month."),
        ("2020-13-01", "There is no month 13. Check the month."),
        ("0/2020", "There is no month 0. Check the month."),
        ("12/32/2020", "There is no 32 December 2020. Check the day."),
        ("1066", "Check the year: 1066 is not between 1900 and 2100."),
        ("0620", "Check the year: 620 is not between 1900 and 2100."),
        ("17 June 2101", "Check the year: 2101 is not between 1900 and 2100."),
        ("12/25/1850", "Check the year: 1850 is not between 1900 and 2100."),
        ("17 June", "Write the year too, after 17 June."),
        ("29 February", "Write the year too, after 29 February."),
        ("May 5", "Write the year too, after 5 May."),
        ("May 20th", "Write the year too, after 20 May."),
        ("17/6", "Write the year too, after 17 June."),
        ("17.6", "Write the year too, after 17 June."),
        ("x" * 101, "This is too long for a date. Write the date alone."),
        *(
            (text, UNREAD % text)
            for text in [
                "summer 2019",
                "when I was about nine",
                "circa 17 June 2020",
                "circa 12/25/2020",
                "early 2020",
                "Maytime 20",
                "3 Maytime",
                "TBC",
                "-",
                "n/a",
                "4.20",
                "17/25",
                "2019/20",
                "2020-21",
                "May 20-21",
                "June 17 20",
                "20200501",
                "17.6.9",
                "17..6..20",
                "٣ May 2020",
                "V 2 May 2020",
                "May 2020 and June 2021",
                "4.2, 24 hours",
                "2020-05-01T10:00",
                "9" * 99,
                "\x00",
            ]
        ),
    ],
)
def test_a_text_that_is_no_date_is_kept_and_says_what_to_do(text, question):
    assert read(text) == Reading(None, text, (), question)
    assert read(text).choices == ()


@pytest.mark.parametrize("text", ["", "   ", "\n\t\u00a0"])
def test_a_blank_text_is_no_date_and_asks_nothing(text):
    assert read(text) == Reading(None, "")


@pytest.mark.parametrize(
    ("pivot", "iso"), [(27, "1945-06-17"), (46, "2045-06-17"), (0, "1945-06-17"), (100, "2045-06-17")]
)
def test_the_pivot_decides_the_century_of_a_short_year(pivot, iso):
    assert read("17.6.45", pivot=pivot).value.iso == iso


@given(MESSY)
@example("\ud800")
@example("9" * 5000)
@example("ﷺ" * 100)
def test_no_text_raises_and_every_text_is_kept(text):
    reading = read(text)

    assert reading.typed == " ".join(text.split())
    assert bool(reading.question) == (bool(reading.typed) and not reading.is_certain)
    assert {choice.value.typed for choice in reading.choices if choice.value} <= {reading.typed}
    assert len({choice.key for choice in reading.choices}) == len(reading.choices)


@given(MESSY)
def test_no_day_is_invented(text):
    values = [choice.value for choice in read(text).choices if choice.value]

    figures = {int(found) for found in re.findall("[0-9]{1,4}", unicodedata.normalize("NFKC", text))}
    assert {value.day for value in values} - {None} <= figures
    assert {value.year % 100 for value in values} <= {figure % 100 for figure in figures}


# --- A version label that runs into a date -------------------------------------------------------------------------


def test_a_label_run_into_a_date_is_read_both_ways_and_asked_about():
    reading = read_label_and_date("V 2 May 2020")

    assert reading == LabelledReading(
        label="V 2",
        value=PartialDate(2020, 5),
        typed="V 2 May 2020",
        alternatives=(LabelledDate("V", PartialDate(2020, 5, 2)),),
        question=(
            "“V 2 May 2020” can be read in more than one way: version label “V 2” and date May 2020; or version label "
            "“V” and date 2 May 2020. Which is meant?"
        ),
    )
    assert [choice.value.typed for choice in reading.choices] == ["May 2020", "2 May 2020"]


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("V2 May 2020", [("V2", "2020-05")]),
        ("v.2 May 2020", [("v.2", "2020-05")]),
        ("V 2.1 May 2020", [("V 2.1", "2020-05")]),
        ("V 2nd May 2020", [("V", "2020-05-02")]),
        ("Version 2, May 2020", [("Version 2", "2020-05")]),
        ("Version 2 - 2 May 2020", [("Version 2", "2020-05-02")]),
        ("Version 2 of May 2020", [("Version 2", "2020-05")]),
        ("Version 2.0 dated May 2020", [("Version 2.0", "2020-05")]),
        ("V 2 (May 2020)", [("V 2", "2020-05")]),
        ("May 2020 V2", [("V2", "2020-05")]),
        ("17.6.20 v2.1", [("v2.1", "2020-06-17")]),
        ("Issue no. 3: 17.6.20", [("Issue no. 3", "2020-06-17")]),
        ("3rd edition May 2020", [("3rd edition", "2020-05")]),
        ("2.0 May 2020", [("2.0", "2020-05")]),
        ("Draft 2 May 2020", [("Draft 2", "2020-05"), ("Draft", "2020-05-02")]),
        ("Version 12 June 20", [("Version 12", "2020-06"), ("Version", "2020-06-12")]),
        ("V 1 2020", [("V 1", "2020"), ("V", "2020-01")]),
        ("V 2020", [("V", "2020"), ("V 2020", None)]),
        ("V 2", [("V 2", None)]),
        ("2 May 2020", [("", "2020-05-02")]),
        ("May 20", [("", "2020-05")]),
        ("no date at all", [("", None)]),
        ("x" * 101, [("", None)]),
        ("", [("", None)]),
    ],
)
def test_label_and_date_are_told_apart(text, readings):
    reading = read_label_and_date(text)

    assert [(way.label, way.value and way.value.iso) for way in reading.choices] == readings
    assert reading.typed == text


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("V2 May 2020", ""),
        ("V 2", ""),
        ("", ""),
        (
            "V2 May 20",
            "“May 20” can be read two ways: May 2020, or 20 May in a year that is not written. Which is meant?",
        ),
        ("31 February", "There is no 31 February. Check the day."),
        (
            "V 2020",
            (
                "“V 2020” can be read in more than one way: version label “V” and date 2020; or version label “V 2020” "
                "and no date. Which is meant?"
            ),
        ),
        (
            "1.5 2020",
            (
                "“1.5 2020” can be read in more than one way: version label “1.5” and date 2020; or 1 May 2020. Which "
                "is meant?"
            ),
        ),
    ],
)
def test_a_label_and_a_date_ask_only_where_there_is_something_to_ask(text, question):
    assert read_label_and_date(text).question == question


@given(MESSY)
def test_no_label_raises_and_its_text_is_kept(text):
    reading = read_label_and_date(text)

    assert reading.typed == " ".join(text.split())
    assert all(way.label in reading.typed for way in reading.choices)


# --- The column ----------------------------------------------------------------------------------------------------


@pytest.fixture
def notes(db):
    """The manager of a table that lives for one test."""
    with isolate_apps("django.contrib.contenttypes"):

        class Note(models.Model):
            text = models.CharField(max_length=20)
            dated = PartialDateField(blank=True)

            class Meta:
                app_label = "kernel_tests"

            def __str__(self):
                return self.text

        statement, params = connection.schema_editor().table_sql(Note)
        with connection.cursor() as cursor:
            cursor.execute(statement, params or None)
        yield Note._default_manager


def test_a_date_comes_back_from_its_column_with_what_was_typed(notes):
    note = notes.create(dated=read("May 20").value)

    kept = notes.get(pk=note.pk).dated

    assert (kept, kept.typed) == (PartialDate(2020, 5), "May 20")
    with connection.cursor() as cursor:
        cursor.execute("SELECT dated FROM kernel_tests_note")
        assert cursor.fetchall() == [("2020-05 May 20",)]


@given(value=PARTIAL_DATES, typed=st.text(st.characters(exclude_categories=["C"]), max_size=100))
def test_the_text_of_the_column_is_read_back_whole(value, typed):
    field = PartialDateField()

    column = field.get_prep_value(PartialDate(value.year, value.month, value.day, typed))
    kept = field.from_db_value(column, None, connection)

    assert (kept, kept.typed) == (value, typed)
    assert len(column) <= field.max_length


def test_no_date_is_null_and_a_date_without_text_has_an_empty_one(notes):
    notes.create(text="none")
    notes.create(text="blank", dated="")
    notes.create(text="from a date", dated=date(2020, 6, 17))

    assert dict(notes.values_list("text", "dated")) == {
        "none": None,
        "blank": None,
        "from a date": PartialDate(2020, 6, 17),
    }
    assert set(notes.filter(dated=None).values_list("text", flat=True)) == {"none", "blank"}
    assert set(notes.exclude(dated__isnull=True).values_list("text", flat=True)) == {"from a date"}


def test_the_column_sorts_in_the_order_of_the_dates(notes):
    in_order = ["31 Dec 2019", "2020", "Jan 20", "1.1.20", "2 January 2020", "Feb 2020", "17.6.20", "May 23"]
    for text in reversed(in_order):
        notes.create(text=text, dated=read(text).value)

    assert list(notes.order_by("dated").values_list("text", flat=True)) == in_order


def test_the_column_sorts_by_bytes_in_every_database():
    collation = PartialDateField().db_parameters(connection)["collation"]

    assert collation == {"sqlite": None, "postgresql": "C"}[connection.vendor]


def test_dates_are_found_by_date_whatever_was_typed(notes):
    for text in ["2020", "May 20", "May 2020", "1 May 2020", "June 2020"]:
        notes.create(text=text, dated=read(text).value)

    def found(**lookup):
        return list(notes.filter(**lookup).order_by("dated", "text").values_list("text", flat=True))

    assert found(dated=read("May '20").value) == ["May 20", "May 2020"]
    assert found(dated=PartialDate(2020)) == ["2020"]
    assert found(dated__lt=PartialDate(2020, 5, typed="May 20")) == ["2020"]
    assert found(dated__lt=date(2020, 5, 2)) == ["2020", "May 20", "May 2020", "1 May 2020"]
    assert found(dated__gte=PartialDate(2020, 5)) == ["May 20", "May 2020", "1 May 2020", "June 2020"]
    assert found(dated__gte=date(2020, 5, 1)) == ["1 May 2020", "June 2020"]


@pytest.mark.parametrize("lookup", ["gt", "lte", "in", "contains", "range"])
def test_what_the_column_cannot_answer_truly_is_refused(notes, lookup):
    with pytest.raises(FieldError):
        notes.filter(**{f"dated__{lookup}": PartialDate(2020, 5)})


def test_two_columns_can_be_compared(notes):
    notes.create(text="same", dated=PartialDate(2020, 5))

    assert notes.filter(dated=models.F("dated")).count() == 1


def test_a_model_is_checked_with_a_date_or_the_text_of_the_column_and_refuses_other_texts(notes):
    notes.model(text="a", dated=PartialDate(2020, 5, typed="May 20")).full_clean()
    notes.model(text="a", dated="2020-05 May 20").full_clean()

    with pytest.raises(ValidationError) as refused:
        notes.model(text="a", dated="May 20").full_clean()

    assert refused.value.message_dict == {"dated": ["“May 20” is not a partial date."]}


def test_fixtures_keep_the_date_and_what_was_typed(notes):
    note = notes.create(text="a", dated=read("May 20").value)

    fields = serializers.serialize("python", [note])[0]["fields"]

    assert fields == {"text": "a", "dated": "2020-05 May 20"}
    kept = notes.model._meta.get_field("dated").to_python(fields["dated"])
    assert (kept, kept.typed) == (PartialDate(2020, 5), "May 20")
    assert serializers.serialize("python", [notes.create(text="b")])[0]["fields"] == {"text": "b", "dated": None}


def test_migrations_write_the_field_briefly():
    assert MigrationWriter.serialize(PartialDateField(blank=True)) == (
        "safeguard.partial_dates.PartialDateField(blank=True)",
        {"import safeguard.partial_dates"},
    )
    assert MigrationWriter.serialize(PartialDateField(null=False, max_length=150))[0] == (
        "safeguard.partial_dates.PartialDateField(max_length=150, null=False)"
    )
    assert PartialDateField().clone().null is True


def test_a_day_is_not_before_the_month_that_has_it(notes):
    first = date(2020, 5, 1)
    notes.create(text="month", dated=PartialDate(2020, 5))

    assert [notes.filter(dated__lt=first + timedelta(days=n)).count() for n in (-1, 0, 1)] == [0, 1, 1]
