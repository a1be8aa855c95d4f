"""Notes are never changed; what two people approved is what the triggers of other tables let go."""

from django.db import migrations

from safeguard.append_only import ProtectRows, ProtectTable

APPROVED = (
    *("organisation_id", "number", "kind", "person_id", "request_id", "reason", "proposed_by_id", "proposed_at"),
    *("first_by_id", "first_at", "second_by_id", "second_at", "code"),
)
NAMED = (
    *("organisation_id", "rule", "table_name", "row_id", "then"),
    *("left_out_at", "left_out_by_id", "left_out_reason"),
)


class Migration(migrations.Migration):
    dependencies = [("rights", "0001_initial")]

    operations = [
        ProtectTable("rights_requestnote", disposals=("rights_disposalitem", "rights_disposal")),
        ProtectRows("rights_disposal", open_states=("proposed",), columns=APPROVED),
        ProtectRows(
            "rights_disposalitem",
            open_states=("proposed",),
            parent=("disposal_id", "rights_disposal"),
            columns=NAMED,
        ),
    ]
