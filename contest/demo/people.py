"""Invented people for the demo: every name says by itself that it is an example.

Names are words for "example" and numbers in the script of each country, so that fonts, sorting, readings and
name order are tried on real letters while nobody can take one of them for a child.
"""

from dataclasses import dataclass

PEOPLE_PER_COUNTRY = 200


@dataclass(frozen=True, slots=True)
class Person:
    """A student as an entry form would have it: `reading` is kana and only Japan has it."""

    full_name: str
    latin_name: str
    reading: str
    language: str
    school: str
    teacher: str


SCHOOLS_PER_COUNTRY = 12


def person(country: str, n: int) -> Person:
    """The n-th invented student of a country (n from 0 to 199): always the same one, and no two share a name.

    Students n and n + 12 go to the same school and have the same teacher. Knows CN, JP, KR, MN and RU, the
    countries with entries; anything else is a KeyError, a number out of range a ValueError.
    """
    make = _MAKERS[country]
    if not 0 <= n < PEOPLE_PER_COUNTRY:
        raise ValueError(f"no invented person {n}")
    return make(n, n % SCHOOLS_PER_COUNTRY + 1)


# ── Republic of Korea: 예시 하나, 예시 둘 … ────────────────────────────────────────────────────────────────

_KO_UNITS = (
    ("", ""),
    ("하나", "hana"),
    ("둘", "dul"),
    ("셋", "set"),
    ("넷", "net"),
    ("다섯", "daseot"),
    ("여섯", "yeoseot"),
    ("일곱", "ilgop"),
    ("여덟", "yeodeol"),
    ("아홉", "ahop"),
)
_KO_TENS = (
    ("", ""),
    ("열", "yeol"),
    ("스물", "seumul"),
    ("서른", "seoreun"),
    ("마흔", "maheun"),
    ("쉰", "swin"),
    ("예순", "yesun"),
    ("일흔", "ireun"),
    ("여든", "yeodeun"),
    ("아흔", "aheun"),
)
_KO_HUNDREDS = (("", ""), ("백", "baek"), ("이백", "ibaek"))


def _korean_number(number: int) -> tuple[str, str]:
    parts = (_KO_HUNDREDS[number // 100], _KO_TENS[number // 10 % 10], _KO_UNITS[number % 10])
    return "".join(part[0] for part in parts), "".join(part[1] for part in parts).capitalize()


def _korean(n: int, school: int) -> Person:
    word, latin = _korean_number(n + 1)
    kind = "중학교" if school % 2 else "고등학교"
    return Person(f"예시 {word}", f"Yesi {latin}", "", "ko", f"예시 제{school}{kind}", f"보기 {_korean_number(school)[0]}")


# ── China: 样例 甲子, 样例 甲丑 … ───────────────────────────────────────────────────────────────────────────

_STEMS = tuple(zip("甲乙丙丁戊己庚辛壬癸", ["jia", "yi", "bing", "ding", "wu", "ji", "geng", "xin", "ren", "gui"], strict=True))
_BRANCHES = tuple(
    zip("子丑寅卯辰巳午未申酉戌亥", ["zi", "chou", "yin", "mao", "chen", "si", "wu", "wei", "shen", "you", "xu", "hai"], strict=True)
)
_ZH_NUMBERS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def _chinese(n: int, school: int) -> Person:
    first = _STEMS[n % 10]
    second = (*_BRANCHES, *_STEMS)[n // 10]
    latin = (first[1] + second[1]).capitalize()
    return Person(
        f"样例 {first[0]}{second[0]}",
        f"Yangli {latin}",
        "",
        "zh",
        f"样例市第{_ZH_NUMBERS[school - 1]}中学",
        f"范例 {_BRANCHES[school - 1][0]}",
    )


# ── Japan: 見本 一子 (みほん いちこ), 見本 二子 … ────────────────────────────────────────────────────────────

_JA_FIRST = (
    ("一", "いち", "ichi"),
    ("二", "ふた", "futa"),
    ("三", "み", "mi"),
    ("四", "よ", "yo"),
    ("五", "いつ", "itsu"),
    ("六", "む", "mu"),
    ("七", "なな", "nana"),
    ("八", "や", "ya"),
    ("九", "く", "ku"),
    ("十", "とう", "to"),
    ("百", "もも", "momo"),
    ("千", "ち", "chi"),
    ("万", "ま", "ma"),
)
_JA_SECOND = (
    ("子", "こ", "ko"),
    ("郎", "ろう", "ro"),
    ("美", "み", "mi"),
    ("太", "た", "ta"),
    ("代", "よ", "yo"),
    ("也", "や", "ya"),
    ("香", "か", "ka"),
    ("斗", "と", "to"),
    ("奈", "な", "na"),
    ("樹", "き", "ki"),
    ("音", "ね", "ne"),
    ("帆", "ほ", "ho"),
    ("希", "き", "ki"),
    ("里", "り", "ri"),
    ("人", "と", "to"),
    ("乃", "の", "no"),
)


def _japanese(n: int, school: int) -> Person:
    first, second = _JA_FIRST[n % 13], _JA_SECOND[n // 13]
    number = _ZH_NUMBERS[school - 1]
    return Person(
        f"見本 {first[0]}{second[0]}",
        f"Mihon {(first[2] + second[2]).capitalize()}",
        f"みほん {first[1]}{second[1]}",
        "ja",
        f"見本町立第{number}中学校" if school % 2 else f"見本県立第{number}高等学校",
        f"手本 {number}",
    )


# ── Mongolia: Жишээ Нэгдүгээр, Жишээ Хоёрдугаар … (the second word is the given name) ───────────────────────

_MN_PATRONYMICS = ("Жишээ", "Загвар", "Үлгэр")
_MN_UNITS = (
    "",
    "нэгдүгээр",
    "хоёрдугаар",
    "гуравдугаар",
    "дөрөвдүгээр",
    "тавдугаар",
    "зургадугаар",
    "долдугаар",
    "наймдугаар",
    "есдүгээр",
)
_MN_TENS = ("", "арван", "хорин", "гучин", "дөчин", "тавин", "жаран", "далан", "наян", "ерэн")
_MN_ROUND = (
    "",
    "аравдугаар",
    "хорьдугаар",
    "гучдугаар",
    "дөчдүгээр",
    "тавьдугаар",
    "жардугаар",
    "далдугаар",
    "наядугаар",
    "ердүгээр",
)
_MN_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшъыьэюя" + "өү",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "ye",
            "yo",
            "j",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "-",
            "y",
            "i",
            "e",
            "yu",
            "ya",
            "o",
            "u",
        ],
        strict=True,
    )
)


def _mongolian_number(number: int) -> str:
    """An ordinal from 1 to 99 as one word."""
    tens, units = divmod(number, 10)
    return (_MN_TENS[tens] + _MN_UNITS[units] if units else _MN_ROUND[tens]).capitalize()


def _mongolian(n: int, school: int) -> Person:
    name = f"{_MN_PATRONYMICS[n // 99]} {_mongolian_number(n % 99 + 1)}"
    ending = "дүгээр" if school % 10 in (1, 4, 9) else "дугаар"
    return Person(
        name,
        _latin(name, _MN_LATIN),
        "",
        "mn",
        f"Жишээ {school} {ending} сургууль",
        f"Багш {_mongolian_number(school)}",
    )


# ── Russia: Пример Первый, Пример Второй … ────────────────────────────────────────────────────────────────

_RU_FIRST = ("Пример", "Образец", "Эскиз")
_RU_TO_19 = (
    "",
    "Первый",
    "Второй",
    "Третий",
    "Четвёртый",
    "Пятый",
    "Шестой",
    "Седьмой",
    "Восьмой",
    "Девятый",
    "Десятый",
    "Одиннадцатый",
    "Двенадцатый",
    "Тринадцатый",
    "Четырнадцатый",
    "Пятнадцатый",
    "Шестнадцатый",
    "Семнадцатый",
    "Восемнадцатый",
    "Девятнадцатый",
)
_RU_TENS = ("", "", "Двадцать", "Тридцать", "Сорок", "Пятьдесят", "Шестьдесят", "Семьдесят", "Восемьдесят", "Девяносто")
_RU_ROUND = (
    "",
    "",
    "Двадцатый",
    "Тридцатый",
    "Сороковой",
    "Пятидесятый",
    "Шестидесятый",
    "Семидесятый",
    "Восьмидесятый",
    "Девяностый",
)
_RU_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "ie",
            "y",
            "-",
            "e",
            "iu",
            "ia",
        ],
        strict=True,
    )
)


def _russian_number(number: int) -> str:
    """An ordinal from 1 to 99."""
    tens, units = divmod(number, 10)
    if number < 20:
        return _RU_TO_19[number]
    return f"{_RU_TENS[tens]} {_RU_TO_19[units]}" if units else _RU_ROUND[tens]


def _russian(n: int, school: int) -> Person:
    name = f"{_RU_FIRST[n // 99]} {_russian_number(n % 99 + 1)}"
    return Person(name, _latin(name, _RU_LATIN), "", "ru", f"Школа «Пример» № {school}", f"Наставник {_russian_number(school)}")


def _latin(name: str, letters: dict[str, str]) -> str:
    """The name in Latin letters, word for word."""
    words = name.lower().split()
    return " ".join("".join(letters[letter] for letter in word).replace("-", "").capitalize() for word in words)


_MAKERS = {"CN": _chinese, "JP": _japanese, "KR": _korean, "MN": _mongolian, "RU": _russian}
