"""Short names of the countries whose regional governments belong to the association.

The owner of the contest decides these forms, not a locale library: they are the short names that are
neutral and established in each language, and they are the only country names the site shows.
"""

COUNTRIES: dict[str, dict[str, str]] = {
    "CN": {"en": "China", "ko": "중국", "zh": "中国", "ja": "中国", "ru": "Китай", "mn": "Хятад"},
    "JP": {"en": "Japan", "ko": "일본", "zh": "日本", "ja": "日本", "ru": "Япония", "mn": "Япон"},
    "KR": {
        "en": "Republic of Korea",
        "ko": "한국",
        "zh": "韩国",
        "ja": "韓国",
        "ru": "Республика Корея",
        "mn": "БНСУ",
    },
    "KP": {"en": "DPR Korea", "ko": "북한", "zh": "朝鲜", "ja": "北朝鮮", "ru": "КНДР", "mn": "БНАСАУ"},
    "MN": {
        "en": "Mongolia",
        "ko": "몽골",
        "zh": "蒙古国",
        "ja": "モンゴル",
        "ru": "Монголия",
        "mn": "Монгол Улс",
    },
    "RU": {"en": "Russia", "ko": "러시아", "zh": "俄罗斯", "ja": "ロシア", "ru": "Россия", "mn": "Орос"},
    "VN": {"en": "Vietnam", "ko": "베트남", "zh": "越南", "ja": "ベトナム", "ru": "Вьетнам", "mn": "Вьетнам"},
    "KG": {
        "en": "Kyrgyzstan",
        "ko": "키르기스스탄",
        "zh": "吉尔吉斯斯坦",
        "ja": "キルギス",
        "ru": "Кыргызстан",
        "mn": "Кыргызстан",
    },
}
