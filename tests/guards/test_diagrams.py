from django.core.management import call_command


def test_the_drawings_of_statuses_in_the_docs_are_what_the_code_says():
    call_command("diagrams", "--check")
