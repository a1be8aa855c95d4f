"""What may be done to people: one module for each noun."""

from people.services.beginnings import FirstHolder, set_up
from people.services.check_outs import CheckOutRefused, add_item, begin, call_off, confirm
from people.services.coming_and_going import leave, record_death, rejoin, take_back_death
from people.services.families import add_carer, add_new_carer, change_care, confirm_authority, end_care
from people.services.imports import (
    ask_to_finish,
    begin_import,
    checked_rows,
    choose_columns,
    discard_import,
    finish_import,
)
from people.services.invitations import accept_invitation, invite, sign_in_of, take_sign_in
from people.services.merging import merge, undo_merge
from people.services.pausing import pause, unpause
from people.services.persons import add, alike, change, duplicates_of
from people.services.roles import end_role, give_role, name_roles, withdraw_role

__all__ = [
    "CheckOutRefused",
    "FirstHolder",
    "accept_invitation",
    "add",
    "add_carer",
    "add_item",
    "add_new_carer",
    "alike",
    "ask_to_finish",
    "begin",
    "begin_import",
    "call_off",
    "change",
    "change_care",
    "checked_rows",
    "choose_columns",
    "confirm",
    "confirm_authority",
    "discard_import",
    "duplicates_of",
    "end_care",
    "end_role",
    "finish_import",
    "give_role",
    "invite",
    "leave",
    "merge",
    "name_roles",
    "pause",
    "record_death",
    "rejoin",
    "set_up",
    "sign_in_of",
    "take_back_death",
    "take_sign_in",
    "undo_merge",
    "unpause",
    "withdraw_role",
]
