"""What stands for values in the previews of letters. Invented people and works; nobody real."""

from __future__ import annotations

NAME = {"en": "Example One", "ko": "예시 하나", "zh": "样例 甲", "ja": "見本 一子", "ru": "Пример Первый", "mn": "Жишээ Нэгдүгээр"}
OTHER = {"en": "Example Two", "ko": "예시 둘", "zh": "样例 乙", "ja": "見本 二郎", "ru": "Пример Второй", "mn": "Жишээ Хоёрдугаар"}
TITLE = {
    "en": "Our mountains", "ko": "우리의 산", "zh": "我们的山", "ja": "わたしたちの山", "ru": "Наши горы", "mn": "Манай уулс",
}  # fmt: skip
WORKS = {
    "en": "“Our mountains” (Example One)", "ko": "〈우리의 산〉 (예시 하나)", "zh": "《我们的山》（样例 甲）",
    "ja": "「わたしたちの山」（見本 一子）", "ru": "«Наши горы» (Пример Первый)", "mn": "«Манай уулс» (Жишээ Нэгдүгээр)",
}  # fmt: skip
CONTEST = {
    "en": "14th NEAR International Youth Art Contest", "ko": "제14회 NEAR 국제 청소년 그림 공모전", "zh": "第14届NEAR国际青少年绘画大赛",
    "ja": "第14回NEAR国際青少年絵画コンテスト", "ru": "14-й Международный конкурс юных художников NEAR",
    "mn": "NEAR өсвөр үеийнхний олон улсын уран зургийн 14 дэх уралдаан",
}  # fmt: skip
INSTANT = {
    "en": "30 September 2026, 18:00 (Seoul)", "ko": "2026년 9월 30일 18:00 (서울)", "zh": "2026年9月30日 18:00（首尔）",
    "ja": "2026年9月30日 18:00（ソウル）", "ru": "30 сентября 2026 г., 18:00 (Сеул)", "mn": "2026 оны есдүгээр сарын 30, 18:00 (Сөүл)",
}  # fmt: skip
MEND = {
    "en": "The photo is cut off at the left edge. Please take it again.", "ko": "사진의 왼쪽이 잘렸습니다. 다시 찍어 주십시오.",
    "zh": "照片左侧被裁掉了，请重新拍摄。", "ja": "写真の左端が切れています。撮り直してください。",
    "ru": "Фотография обрезана слева. Пожалуйста, сфотографируйте ещё раз.", "mn": "Гэрэл зургийн зүүн зах тасарсан байна. Дахин авна уу.",
}  # fmt: skip
ROLE = {"en": "Coordinator", "ko": "담당자", "zh": "协调员", "ja": "担当者", "ru": "Координатор", "mn": "Зохицуулагч"}
RECEIPT = "14-K7QMX"
CODE = "ABCD-EFGH-JK"
SITE = "https://contest.example.org"
LINK = f"{SITE}/…"
