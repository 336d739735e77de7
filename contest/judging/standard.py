# ruff: noqa: E501 - whole paragraphs stay on one line
"""What a new round starts from, in six languages. Copied into the round, and changed there."""

from __future__ import annotations

TITLE: dict[str, str] = {
    "en": "Round {number}",
    "ko": "{number}차 심사",
    "zh": "第{number}轮评审",
    "ja": "第{number}次審査",
    "ru": "Тур {number}",
    "mn": "{number}-р шат",
}

BRIEFING: dict[str, str] = {
    "en": "You will see one work at a time, without the name, school or country of its maker. Every judge sees the works in an order of their own.\n\nUse the whole scale. Compare a work with what a young person of 12 to 18 years can do, not with what you would have painted.\n\nIf you know a work or its maker, say so with “I know this work”: it then leaves your list. What you see here is confidential until the results are published.",
    "ko": "작품은 한 점씩, 이름과 학교, 국가 없이 보입니다. 작품 순서는 심사위원마다 다릅니다.\n\n점수 범위를 모두 사용해 주십시오. 본인이라면 어떻게 그렸을지가 아니라, 12~18세 청소년이 할 수 있는 것을 기준으로 보아 주십시오.\n\n작품이나 그린 사람을 알고 있다면 “아는 작품입니다”를 눌러 주십시오. 그러면 그 작품은 목록에서 빠집니다. 여기서 보신 내용은 결과 발표 전까지 비밀로 지켜 주십시오.",
    "zh": "作品逐件呈现，不显示作者姓名、学校和国家。每位评委看到的顺序各不相同。\n\n请充分使用整个分数范围。请以12至18岁青少年所能达到的水平为参照，而不是以您自己会怎样画为标准。\n\n如果您认识作品或其作者，请选择“我认识这件作品”，该作品便会从您的列表中移出。在结果公布之前，请对在此看到的一切保密。",
    "ja": "作品は一点ずつ、作者の名前・学校・国を伏せて表示されます。作品の順番は審査員ごとに異なります。\n\n点数の幅をいっぱいに使ってください。ご自身ならどう描くかではなく、12歳から18歳の若者にできることを基準にご覧ください。\n\n作品や作者をご存じの場合は「この作品を知っています」を選んでください。その作品は一覧から外れます。ここでご覧になったことは、結果の発表まで口外しないでください。",
    "ru": "Вы видите работы по одной, без имени автора, школы и страны. У каждого члена жюри свой порядок работ.\n\nПользуйтесь всей шкалой. Сравнивайте работу с тем, что под силу автору 12–18 лет, а не с тем, как написали бы вы сами.\n\nЕсли вы знаете работу или её автора, отметьте «Я знаю эту работу» — она уйдёт из вашего списка. Всё, что вы здесь видите, остаётся конфиденциальным до публикации результатов.",
    "mn": "Та бүтээлүүдийг нэг нэгээр нь, зохиогчийн нэр, сургууль, улсгүйгээр үзнэ. Шүүгч бүрд бүтээлийн дараалал өөр байна.\n\nОнооны хэмжээсийг бүрэн ашиглана уу. Өөрөө яаж зурах байснаар биш, 12–18 насны хүүхэд, залуучуудын чадах зүйлтэй харьцуулж үнэлнэ үү.\n\nХэрэв та бүтээлийг эсвэл зохиогчийг нь таньдаг бол «Би энэ бүтээлийг мэднэ» гэж тэмдэглэнэ үү: тэр бүтээл таны жагсаалтаас хасагдана. Энд үзсэн зүйлээ дүн нийтлэгдэх хүртэл нууцална уу.",
}


def titles(number: int) -> dict[str, str]:
    """The name of an edition's n-th round in all six languages."""
    return {code: text.format(number=number) for code, text in TITLE.items()}
