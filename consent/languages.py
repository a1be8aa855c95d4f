"""The languages in which questions are put, each in its own name."""

from __future__ import annotations

from people.models.names import folded

LANGUAGES = {
    "en": "English",
    "cy": "Cymraeg",
    "ar": "العربية",
    "bn": "বাংলা",
    "bg": "Български",
    "zh": "中文",
    "cs": "Čeština",
    "fa": "فارسی",
    "fr": "Français",
    "gu": "ગુજરાતી",
    "hi": "हिन्दी",
    "hu": "Magyar",
    "it": "Italiano",
    "ku": "Kurdî",
    "lv": "Latviešu",
    "lt": "Lietuvių",
    "ps": "پښتو",
    "pl": "Polski",
    "pt": "Português",
    "pa": "ਪੰਜਾਬੀ",
    "ro": "Română",
    "ru": "Русский",
    "gd": "Gàidhlig",
    "sk": "Slovenčina",
    "so": "Soomaali",
    "es": "Español",
    "ta": "தமிழ்",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
    "vi": "Tiếng Việt",
}
CHOICES = list(LANGUAGES.items())

RIGHT_TO_LEFT = frozenset({"ar", "fa", "ps", "ur"})

IN_ENGLISH = {
    "welsh": "cy",
    "arabic": "ar",
    "bengali": "bn",
    "bulgarian": "bg",
    "chinese": "zh",
    "mandarin": "zh",
    "cantonese": "zh",
    "czech": "cs",
    "dari": "fa",
    "farsi": "fa",
    "persian": "fa",
    "french": "fr",
    "gujarati": "gu",
    "hindi": "hi",
    "hungarian": "hu",
    "italian": "it",
    "kurdish": "ku",
    "latvian": "lv",
    "lithuanian": "lt",
    "pashto": "ps",
    "polish": "pl",
    "portuguese": "pt",
    "punjabi": "pa",
    "romanian": "ro",
    "russian": "ru",
    "scottish gaelic": "gd",
    "gaelic": "gd",
    "slovak": "sk",
    "somali": "so",
    "spanish": "es",
    "tamil": "ta",
    "tigrinya": "ti",
    "turkish": "tr",
    "ukrainian": "uk",
    "urdu": "ur",
    "vietnamese": "vi",
}


def name_of(code: str) -> str:
    return LANGUAGES.get(code, code)


def direction_of(code: str) -> str:
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def code_of(words: str) -> str:
    """The code of a language as people write it, "Polish" or "Polski"; English where it is none of ours."""
    wanted = folded(words)
    own = {folded(name): code for code, name in LANGUAGES.items()}
    return IN_ENGLISH.get(wanted) or own.get(wanted) or (wanted if wanted in LANGUAGES else "en")
