"""What is said with every question, in the language of its words, so that no charity forgets it.

That copies spread (BC-41), that a no changes nothing about taking part (fact 49), that own phones are for group
activities only (IL-7), and the words of the paper form. Welsh, Polish and Ukrainian are to be checked by a speaker.
"""

from __future__ import annotations

from types import MappingProxyType

ENGLISH = {
    "warning": (
        "Anybody may see what is published. Others can copy it, keep it and pass it on. We can take down what is ours, "
        "but copies cannot be called back, even if the answer is changed later."
    ),
    "no_matters": "You may say no to this and to everything else. It changes nothing about taking part, and we ask for "
    "no reason.",
    "phone_rule": "Members and volunteers take pictures with their own phone only in connection with group activities.",
    "happens": "What happens with a yes",
    "what_for": "What for",
    "receiver": "Who receives it",
    "event": "Only for",
    "change": "How to change the answer",
    "again": "Months until we ask again",
    "until": "Only until",
    "yes": "Yes",
    "no": "No",
    "own_answer": "The young person's own answer",
    "carer_answer": "Answer",
    "about": "About",
    "code": "Code of this form",
    "please": "Tick one box for each question. An empty box is no yes; you may leave a question open.",
    "own_please": "From this age the young person answers too, in boxes of their own:",
    "name": "Full name",
    "relation": "Relation to the child or person",
    "signature": "Signature",
    "date": "Date",
    "own_signature": "Signature of the young person",
    "by_day": "Please answer by",
    "title": "May we? Your answers about pictures, stories and contact",
    "dear": "For",
}
"""In English. Every other language may lack some; English then stands in."""

WELSH = {
    "warning": (
        "Gall unrhyw un weld yr hyn a gyhoeddir. Gall eraill ei gopïo, ei gadw a'i rannu. Gallwn ni dynnu ein copi ni "
        "i lawr, ond ni ellir galw copïau pobl eraill yn ôl, hyd yn oed os newidir yr ateb yn ddiweddarach."
    ),
    "no_matters": "Cewch ddweud na wrth hyn ac wrth bopeth arall. Nid yw'n newid dim am gymryd rhan, ac nid oes angen "
    "rheswm.",
    "phone_rule": "Dim ond mewn cysylltiad â gweithgareddau grŵp y mae aelodau a gwirfoddolwyr yn tynnu lluniau â'u "
    "ffôn eu hunain.",
    "happens": "Beth sy'n digwydd os dywedwch ie",
    "what_for": "I ba ddiben",
    "receiver": "Pwy sy'n ei dderbyn",
    "event": "Dim ond ar gyfer",
    "change": "Sut i newid yr ateb",
    "again": "Misoedd nes i ni ofyn eto",
    "until": "Dim ond tan",
    "yes": "Ie",
    "no": "Na",
    "own_answer": "Ateb y person ifanc ei hun",
    "carer_answer": "Ateb",
    "about": "Am",
    "code": "Cod y ffurflen hon",
    "please": "Ticiwch un blwch ar gyfer pob cwestiwn. Nid yw blwch gwag yn golygu ie; cewch adael cwestiwn heb ateb.",
    "own_please": "O'r oedran hwn mae'r person ifanc yn ateb hefyd, yn ei flychau ei hun:",
    "name": "Enw llawn",
    "relation": "Perthynas â'r plentyn neu'r person",
    "signature": "Llofnod",
    "date": "Dyddiad",
    "own_signature": "Llofnod y person ifanc",
    "by_day": "Atebwch erbyn",
    "title": "Gawn ni? Eich atebion am luniau, straeon a chysylltu",
    "dear": "I",
}

POLISH = {
    "warning": (
        "To, co opublikowane, może zobaczyć każdy. Inni mogą to skopiować, zachować i przekazać dalej. Możemy usunąć "
        "to, co nasze, ale kopii nie da się cofnąć, nawet jeśli odpowiedź zostanie później zmieniona."
    ),
    "no_matters": "Na to i na wszystko inne można odpowiedzieć „nie”. Nie zmienia to nic w udziale w zajęciach i nie "
    "pytamy o powód.",
    "phone_rule": "Członkowie i wolontariusze robią zdjęcia własnym telefonem tylko w związku z zajęciami grupowymi.",
    "happens": "Co się stanie, jeśli odpowiedź brzmi „tak”",
    "what_for": "W jakim celu",
    "receiver": "Kto to otrzyma",
    "event": "Tylko na",
    "change": "Jak zmienić odpowiedź",
    "again": "Po ilu miesiącach zapytamy ponownie",
    "until": "Tylko do",
    "yes": "Tak",
    "no": "Nie",
    "own_answer": "Własna odpowiedź młodej osoby",
    "carer_answer": "Odpowiedź",
    "about": "Dotyczy",
    "code": "Kod tego formularza",
    "please": "Przy każdym pytaniu proszę zaznaczyć jedno pole. Puste pole nie oznacza zgody; pytanie można zostawić "
    "bez odpowiedzi.",
    "own_please": "Od tego wieku młoda osoba odpowiada także sama, w swoich polach:",
    "name": "Imię i nazwisko",
    "relation": "Kim jest dla dziecka lub tej osoby",
    "signature": "Podpis",
    "date": "Data",
    "own_signature": "Podpis młodej osoby",
    "by_day": "Prosimy o odpowiedź do",
    "title": "Czy możemy? Odpowiedzi w sprawie zdjęć, opowieści i kontaktu",
    "dear": "Dla",
}

UKRAINIAN = {
    "warning": (
        "Опубліковане може побачити кожен. Інші можуть це скопіювати, зберегти й передати далі. Ми можемо прибрати те, "
        "що наше, але копії відкликати не можна, навіть якщо відповідь згодом зміниться."
    ),
    "no_matters": "На це і на все інше можна відповісти «ні». Це нічого не змінює в участі, і ми не питаємо про "
    "причину.",
    "phone_rule": "Учасники та волонтери знімають на власний телефон лише у зв'язку з груповими заняттями.",
    "happens": "Що відбудеться, якщо відповідь «так»",
    "what_for": "З якою метою",
    "receiver": "Хто це отримає",
    "event": "Лише для",
    "change": "Як змінити відповідь",
    "again": "Через скільки місяців ми запитаємо знову",
    "until": "Лише до",
    "yes": "Так",
    "no": "Ні",
    "own_answer": "Власна відповідь молодої людини",
    "carer_answer": "Відповідь",
    "about": "Про кого",
    "code": "Код цієї форми",
    "please": "Позначте одну клітинку для кожного запитання. Порожня клітинка не означає згоди; запитання можна "
    "залишити без відповіді.",
    "own_please": "Від цього віку молода людина відповідає також сама, у власних клітинках:",
    "name": "Ім'я та прізвище",
    "relation": "Ким ви є для дитини чи цієї особи",
    "signature": "Підпис",
    "date": "Дата",
    "own_signature": "Підпис молодої людини",
    "by_day": "Просимо відповісти до",
    "title": "Чи можна? Ваші відповіді про світлини, розповіді та спілкування",
    "dear": "Для",
}

_WORDS = {
    "en": MappingProxyType(ENGLISH),
    "cy": MappingProxyType(ENGLISH | WELSH),
    "pl": MappingProxyType(ENGLISH | POLISH),
    "uk": MappingProxyType(ENGLISH | UKRAINIAN),
}
TO_BE_CHECKED = frozenset({"cy", "pl", "uk"})
"""Languages in which our own words were translated with care, and still want the eye of a speaker."""


def fixed_words(language: str) -> MappingProxyType[str, str]:
    """The fixed sentences in this language; in English where we have none in it."""
    return _WORDS.get(language, _WORDS["en"])


def language_of_fixed_words(language: str) -> str:
    """Which language those are in, for the page's `lang`."""
    return language if language in _WORDS else "en"
