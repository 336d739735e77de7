"""Words and facts of the demo in six languages: themes, exhibitions, reported figures, works, techniques.

Venues, dates and figures are those of the real contest; where the press and the association differ, the
association's word stands and the other is noted. Titles and descriptions of works are invented.
"""

from dataclasses import dataclass
from datetime import date

Text = dict[str, str]


def _text(en: str, ko: str, zh: str, ja: str, ru: str, mn: str) -> Text:
    return {"en": en, "ko": ko, "zh": zh, "ja": ja, "ru": ru, "mn": mn}


# ── Themes: edition number → (key, name) ─────────────────────────────────────────────────────────────────

THEMES: dict[int, tuple[tuple[str, Text], ...]] = {
    # Synthetic: the theme of the 7th contest (2019) is not known.
    7: (
        (
            "festival",
            _text(
                "A day of celebration in my region",
                "우리 고장의 축제 날",
                "我家乡的节日",
                "ふるさとの祭りの日",
                "Праздничный день в моём краю",
                "Манай нутгийн баярын өдөр",
            ),
        ),
    ),
    # True: the two themes of the 8th contest (2020).
    8: (
        (
            "culture",
            _text(
                "The culture of Northeast Asia",
                "동북아시아의 문화",
                "东北亚的文化",
                "北東アジアの文化",
                "Культура Северо-Восточной Азии",
                "Зүүн Хойд Азийн соёл",
            ),
        ),
        (
            "future",
            _text(
                "The future of Northeast Asia",
                "동북아시아의 미래",
                "东北亚的未来",
                "北東アジアの未来",
                "Будущее Северо-Восточной Азии",
                "Зүүн Хойд Азийн ирээдүй",
            ),
        ),
    ),
    # Synthetic: nothing is known yet of the 14th contest (2026).
    14: (
        (
            "bridges",
            _text(
                "Bridges between us",
                "우리를 잇는 다리",
                "我们之间的桥",
                "私たちをつなぐ橋",
                "Мосты между нами",
                "Биднийг холбосон гүүр",
            ),
        ),
    ),
}


# ── Exhibitions ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Venue:
    """A hall that has shown works of the contest; `government` is the key of the region it stands in."""

    key: str
    government: str
    name: Text
    city: Text


@dataclass(frozen=True, slots=True)
class Stop:
    """One stay at one venue: first and last day that are open to the public."""

    venue: str
    opens: date
    closes: date


@dataclass(frozen=True, slots=True)
class Exhibition:
    """A show and its stops; `edition` is the one whose report lists it, None where the demo has no such edition."""

    slug: str
    edition: int | None
    title: Text
    description: Text
    stops: tuple[Stop, ...]


_POHANG = _text("Pohang", "포항", "浦项", "浦項", "Пхохан", "Пухан")
_ANDONG = _text("Andong", "안동", "安东", "安東", "Андон", "Андон")

VENUES: tuple[Venue, ...] = (
    Venue(
        "gyeongbuk-education-cultural-center",
        "KR-47",
        _text(
            "Gyeongbuk Office of Education Cultural Center",
            "경상북도교육청문화원",
            "庆尚北道教育厅文化院",
            "慶尚北道教育庁文化院",
            "Культурный центр Управления образования провинции Кёнсанбук-до",
            "Хойд Кёнсан мужийн Боловсролын газрын Соёлын төв",
        ),
        _POHANG,
    ),
    Venue(
        "gyeongbuk-provincial-office",
        "KR-47",
        _text(
            "Gyeongsangbuk-do Provincial Office, Anmin-gwan",
            "경상북도청 안민관",
            "庆尚北道厅安民馆",
            "慶尚北道庁 安民館",
            "Администрация провинции Кёнсанбук-до, корпус «Анмингван»",
            "Хойд Кёнсан мужийн захиргаа, Анмингван байр",
        ),
        _ANDONG,
    ),
    Venue(
        "pohang-hotel-art-fair",
        "KR-POHANG",
        _text(
            "Pohang Hotel Art Fair",
            "포항 호텔아트페어",
            "浦项酒店艺术博览会",
            "浦項ホテルアートフェア",
            "Пхоханская ярмарка искусства в отеле",
            "Пухан хотын зочид буудлын урлагийн яармаг",
        ),
        _POHANG,
    ),
    Venue(
        "ulsan-library",
        "KR-31",
        _text("Ulsan Library", "울산도서관", "蔚山图书馆", "蔚山図書館", "Библиотека Ульсана", "Үлсан хотын номын сан"),
        _text("Ulsan", "울산", "蔚山", "蔚山", "Ульсан", "Үлсан"),
    ),
    Venue(
        "gimcheon-city-library",
        "KR-47",
        _text(
            "Gimcheon City Library",
            "김천시립도서관",
            "金泉市立图书馆",
            "金泉市立図書館",
            "Городская библиотека Кимчхона",
            "Кимчон хотын номын сан",
        ),
        _text("Gimcheon", "김천", "金泉", "金泉", "Кимчхон", "Кимчон"),
    ),
    Venue(
        "gyeongbuk-library",
        "KR-47",
        _text(
            "Gyeongbuk Library",
            "경북도서관",
            "庆北图书馆",
            "慶北図書館",
            "Библиотека провинции Кёнсанбук-до",
            "Хойд Кёнсан мужийн номын сан",
        ),
        _ANDONG,
    ),
    Venue(
        "chungnam-library",
        "KR-44",
        _text(
            "Chungnam Library",
            "충남도서관",
            "忠南图书馆",
            "忠南図書館",
            "Библиотека провинции Чхунчхоннам-до",
            "Өмнөд Чүнчон мужийн номын сан",
        ),
        _text("Hongseong", "홍성", "洪城", "洪城", "Хонсон", "Хонсон"),
    ),
)

# The three shows of 2020 came before the results of the 8th contest and hung older works.
EXHIBITIONS: tuple[Exhibition, ...] = (
    Exhibition(
        "gyeongbuk-education-2020",
        8,
        _text(
            "Young Northeast Asia in the Cultural Center",
            "문화원에서 만나는 동북아시아 청소년 그림전",
            "文化院里的东北亚青少年画展",
            "文化院で出会う北東アジア青少年絵画展",
            "Юная Северо-Восточная Азия в культурном центре",
            "Соёлын төв дэх Зүүн Хойд Азийн өсвөр үеийнхний үзэсгэлэн",
        ),
        _text(
            "Award-winning works of earlier contests, shown for eleven days in summer.",
            "지난 공모전 수상작을 여름 열하루 동안 선보였습니다.",
            "展出往届比赛的获奖作品，夏季展期共十一天。",
            "過去のコンテストの受賞作品を、夏の11日間にわたって紹介しました。",
            "Работы победителей прошлых конкурсов: одиннадцать летних дней.",
            "Өмнөх уралдаануудын шагналт бүтээлүүдийг зуны арван нэгэн өдрийн турш дэлгэв.",
        ),
        (Stop("gyeongbuk-education-cultural-center", date(2020, 7, 20), date(2020, 7, 30)),),
    ),
    Exhibition(
        "gyeongbuk-office-2020",
        8,
        _text(
            "Works of Young Artists in the Provincial Office",
            "도청에서 만나는 동북아시아 청소년 그림전",
            "道厅里的东北亚青少年画展",
            "道庁で出会う北東アジア青少年絵画展",
            "Работы юных художников в здании администрации",
            "Мужийн захиргаан дахь өсвөр үеийнхний бүтээлийн үзэсгэлэн",
        ),
        _text(
            "The show moved on to the provincial office of Gyeongsangbuk-do and stayed there for all of August.",
            "전시는 경상북도청으로 자리를 옮겨 8월 한 달 동안 이어졌습니다.",
            "展览移至庆尚北道厅，持续了整个八月。",
            "展覧会は慶尚北道庁に移り、8月いっぱい続きました。",
            "Выставка переехала в администрацию провинции Кёнсанбук-до и работала там весь август.",
            "Үзэсгэлэн Хойд Кёнсан мужийн захиргаанд шилжиж, наймдугаар сарын турш үргэлжлэв.",
        ),
        (Stop("gyeongbuk-provincial-office", date(2020, 7, 31), date(2020, 8, 31)),),
    ),
    Exhibition(
        "pohang-hotel-art-fair-2020",
        8,
        _text(
            "Young Artists at the Pohang Hotel Art Fair",
            "포항 호텔아트페어의 청소년 작가들",
            "浦项酒店艺术博览会上的青少年作者",
            "浦項ホテルアートフェアの若い作者たち",
            "Юные художники на Пхоханской ярмарке искусства",
            "Пухан хотын урлагийн яармаг дахь залуу зохиогчид",
        ),
        _text(
            "For three days the works of the young artists hung beside those of professional ones.",
            "사흘 동안 청소년들의 작품이 전문 작가들의 작품과 나란히 걸렸습니다.",
            "三天里，青少年的作品与专业艺术家的作品并肩展出。",
            "3日間、若い作者たちの作品がプロの作家の作品と並んで展示されました。",
            "Три дня работы юных авторов висели рядом с работами профессиональных художников.",
            "Гурван өдрийн турш залуу зохиогчдын бүтээл мэргэжлийн зураачдын бүтээлтэй зэрэгцэн дэлгэгдэв.",
        ),
        (Stop("pohang-hotel-art-fair", date(2020, 10, 28), date(2020, 10, 30)),),
    ),
    Exhibition(
        "four-cities-2021",
        None,
        _text(
            "Four Cities, One Northeast Asia",
            "네 도시에서 만나는 동북아시아",
            "四座城市，一个东北亚",
            "四つの街で出会う北東アジア",
            "Четыре города, одна Северо-Восточная Азия",
            "Дөрвөн хот, нэг Зүүн Хойд Ази",
        ),
        _text(
            "A touring exhibition of more than 80 award-winning works of five years, in four libraries in the Republic of Korea.",
            "다섯 해 동안의 수상작 80여 점이 한국의 도서관 네 곳을 차례로 찾아간 순회 전시입니다.",
            "五年间的80余件获奖作品，在韩国四座图书馆巡回展出。",
            "5年間の受賞作品80点あまりが、韓国の四つの図書館を巡りました。",
            "Передвижная выставка: более 80 работ победителей за пять лет в четырёх библиотеках Республики Корея.",
            "Таван жилийн 80 гаруй шагналт бүтээл БНСУ-ын дөрвөн номын санд ээлжлэн дэлгэгдсэн нүүдлийн үзэсгэлэн.",
        ),
        (
            # NEAR has the opening on the 9th, the press on the 8th. The last day in Ulsan is in neither: synthetic.
            Stop("ulsan-library", date(2021, 9, 9), date(2021, 9, 15)),
            Stop("gimcheon-city-library", date(2021, 9, 17), date(2021, 10, 1)),
            # The press places this library in Andong, so it is given there.
            Stop("gyeongbuk-library", date(2021, 10, 4), date(2021, 10, 16)),
            Stop("chungnam-library", date(2021, 10, 18), date(2021, 10, 29)),
        ),
    ),
)


# ── What others reported ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure somebody published. `what` is entries, winners or governments; `of` narrows it to a tier mark or country."""

    edition: int
    what: str
    of: str
    value: int
    source: str
    address: str


_REPORT_2020 = "NEAR, Annual Report 2020"
_PRESS_2020 = "Asia Economy (asiae.co.kr), 21 December 2020"
_PRESS_2020_AT = "https://www.asiae.co.kr/article/2020122108404534236"

REPORTED: tuple[Reported, ...] = (
    Reported(8, "entries", "", 323, _REPORT_2020, ""),
    Reported(8, "entries", "JP", 22, _REPORT_2020, ""),
    Reported(8, "winners", "", 146, _REPORT_2020, ""),
    Reported(8, "winners", "selected", 126, _REPORT_2020, ""),
    Reported(8, "entries", "", 323, _PRESS_2020, _PRESS_2020_AT),
    Reported(8, "governments", "", 28, _PRESS_2020, _PRESS_2020_AT),
    # These three differ from what is computed and from the annual report; only 22 makes the 323 add up.
    Reported(8, "winners", "", 151, _PRESS_2020, _PRESS_2020_AT),
    Reported(8, "winners", "selected", 131, _PRESS_2020, _PRESS_2020_AT),
    Reported(
        8,
        "entries",
        "JP",
        32,
        "NEAR news in Japanese (neargov.org/jp), 17 February 2021",
        "http://neargov.org/jp/page.jsp?cmd=258&bod_uid=58758",
    ),
)


# ── Works (synthetic) ────────────────────────────────────────────────────────────────────────────────────

MEDIUMS: tuple[tuple[str, Text], ...] = (
    ("watercolour", _text("Watercolour", "수채화", "水彩", "水彩", "Акварель", "Усан будаг")),
    ("gouache", _text("Gouache", "과슈", "水粉", "ガッシュ", "Гуашь", "Гуашь")),
    ("acrylic", _text("Acrylic", "아크릴화", "丙烯", "アクリル", "Акрил", "Акрил будаг")),
    ("oil-pastel", _text("Oil pastel", "오일 파스텔", "油画棒", "オイルパステル", "Масляная пастель", "Тосон пастель")),
    ("ink", _text("Ink", "먹", "水墨", "墨", "Тушь", "Бэх")),
    ("coloured-pencil", _text("Coloured pencil", "색연필", "彩铅", "色鉛筆", "Цветные карандаши", "Өнгийн харандаа")),
    ("collage", _text("Collage", "콜라주", "拼贴", "コラージュ", "Коллаж", "Эвлүүлэг")),
    ("print", _text("Print", "판화", "版画", "版画", "Гравюра", "Бар зураг")),
)


@dataclass(frozen=True, slots=True)
class Motif:
    """What a group of drawn pictures shows: titles to choose from and sentences that describe what can be seen."""

    titles: tuple[Text, ...]
    descriptions: tuple[Text, ...]


MOTIFS: dict[str, Motif] = {
    "landscape": Motif(
        (
            _text("Morning in my village", "우리 마을의 아침", "故乡的早晨", "ふるさとの朝", "Утро в моём селе", "Манай нутгийн өглөө"),
            _text("After the rain", "비 갠 뒤", "雨后", "雨上がり", "После дождя", "Борооны дараа"),
            _text("The road home", "집으로 가는 길", "回家的路", "家路", "Дорога домой", "Гэртээ харих зам"),
            _text("Autumn fields", "가을 들판", "秋天的田野", "秋の野", "Осенние поля", "Намрын тариан талбай"),
        ),
        (
            _text(
                "Hills lie in soft layers under a wide sky.",
                "넓은 하늘 아래 언덕들이 부드럽게 겹쳐 있습니다.",
                "辽阔的天空下，山丘层层叠叠，轮廓柔和。",
                "広い空の下に、丘がやわらかく重なっています。",
                "Под широким небом мягкими слоями лежат холмы.",
                "Уудам тэнгэр дор зөөлөн толгод давхарлан үргэлжилнэ.",
            ),
            _text(
                "Green and golden fields below low hills; the sun stands above the horizon.",
                "낮은 언덕 아래 초록과 금빛 들판이 펼쳐지고, 지평선 위에 해가 떠 있습니다.",
                "低矮的山丘下是绿色和金色的田野，太阳在地平线上方。",
                "低い丘のふもとに緑と金色の畑が広がり、地平線の上に太陽があります。",
                "Зелёные и золотые поля у низких холмов; солнце стоит над горизонтом.",
                "Намхан толгодын доор ногоон, алтан шаргал талбай; нар тэнгэрийн хаяанд мандаж байна.",
            ),
        ),
    ),
    "steppe": Motif(
        (
            _text(
                "Song of the wide steppe", "드넓은 초원의 노래", "辽阔草原之歌", "広い草原の歌", "Песня широкой степи", "Уудам талын дуу"
            ),
            _text("The white ger", "하얀 게르", "白色的蒙古包", "白いゲル", "Белая юрта", "Цагаан гэр"),
            _text(
                "Where the wind begins",
                "바람이 시작되는 곳",
                "风开始的地方",
                "風の生まれるところ",
                "Там, где рождается ветер",
                "Салхи төрдөг газар",
            ),
            _text("Evening on the grassland", "초원의 저녁", "草原的傍晚", "草原の夕暮れ", "Вечер в степи", "Тал нутгийн үдэш"),
        ),
        (
            _text(
                "A white round tent stands on a wide plain under a big sky.",
                "큰 하늘 아래 넓은 들판에 둥글고 하얀 천막집이 서 있습니다.",
                "广阔的天空下，一座白色的圆形毡房立在平原上。",
                "大きな空の下、広い平原に白く丸い天幕が立っています。",
                "На широкой равнине под огромным небом стоит белая юрта.",
                "Уудам тэнгэр дор өргөн талд цагаан гэр байна.",
            ),
            _text(
                "Grassland runs to the horizon in bands of green and yellow.",
                "초록과 노랑의 띠를 이루며 풀밭이 지평선까지 이어집니다.",
                "草原以绿色和黄色的条带一直延伸到地平线。",
                "草原が緑と黄色の帯になって地平線まで続いています。",
                "Степь уходит к горизонту зелёными и жёлтыми полосами.",
                "Хөндий тал ногоон, шар зурвасаар тэнгэрийн хаяа хүртэл үргэлжилнэ.",
            ),
        ),
    ),
    "sea": Motif(
        (
            _text(
                "The sea that joins us",
                "우리를 잇는 바다",
                "连接我们的海",
                "私たちをつなぐ海",
                "Море, которое нас соединяет",
                "Биднийг холбодог тэнгис",
            ),
            _text("Boats at dawn", "새벽의 배들", "黎明的船", "夜明けの舟", "Лодки на рассвете", "Үүрийн завьнууд"),
            _text(
                "Letter from the harbour", "항구에서 온 편지", "来自港口的信", "港からの手紙", "Письмо из гавани", "Боомтоос ирсэн захидал"
            ),
            _text(
                "Listening to the waves",
                "파도 소리를 들으며",
                "听海浪的声音",
                "波の音を聞いて",
                "Слушая волны",
                "Давалгааны чимээг чагнахуй",
            ),
        ),
        (
            _text(
                "Waves in many blues roll towards us under a pale sky.",
                "옅은 하늘 아래 여러 빛깔의 푸른 파도가 밀려옵니다.",
                "淡淡的天空下，深浅不一的蓝色海浪向我们涌来。",
                "淡い空の下、さまざまな青の波が寄せてきます。",
                "Под бледным небом к нам катятся волны всех оттенков синего.",
                "Цайвар тэнгэр дор олон янзын хөх давалгаа бидэн рүү ирж байна.",
            ),
            _text(
                "A wide sea with rolling waves; the sun stands low above the water.",
                "물결치는 넓은 바다 위로 해가 낮게 떠 있습니다.",
                "波浪起伏的大海，太阳低悬在水面上。",
                "うねる広い海の上に、太陽が低くかかっています。",
                "Широкое море с бегущими волнами; солнце стоит низко над водой.",
                "Давалгаалсан уудам тэнгис; нар усны дээгүүр намхан тэнгэрт байна.",
            ),
        ),
    ),
    "taiga": Motif(
        (
            _text("Silence of the taiga", "타이가의 고요", "泰加林的寂静", "タイガの静けさ", "Тишина тайги", "Тайгын нам гүм"),
            _text("First snow", "첫눈", "第一场雪", "初雪", "Первый снег", "Анхны цас"),
            _text(
                "Northern lights above the forest",
                "숲 위의 오로라",
                "森林上空的极光",
                "森の上のオーロラ",
                "Северное сияние над лесом",
                "Ойн дээрх туйлын туяа",
            ),
            _text(
                "My forest keeps secrets",
                "비밀을 간직한 나의 숲",
                "守着秘密的森林",
                "秘密を守る私の森",
                "Мой лес хранит тайны",
                "Миний ой нууцаа хадгална",
            ),
        ),
        (
            _text(
                "Tall dark fir trees stand close together.",
                "키 크고 짙은 전나무들이 빽빽이 서 있습니다.",
                "高大深色的冷杉紧密地站在一起。",
                "背の高い暗い色のモミの木が寄り添うように立っています。",
                "Высокие тёмные ели стоят тесно друг к другу.",
                "Өндөр бараан гацуур моднууд шавайлдан зогсоно.",
            ),
            _text(
                "Rows of pointed conifers rise against a cold sky.",
                "뾰족한 침엽수들이 차가운 하늘을 향해 줄지어 솟아 있습니다.",
                "一排排尖尖的针叶树耸立在清冷的天空下。",
                "とがった針葉樹の列が冷たい空にそびえています。",
                "Ряды остроконечных хвойных деревьев поднимаются в холодное небо.",
                "Шовх оройтой шилмүүст моднууд хүйтэн тэнгэр өөд эгнэн сүндэрлэнэ.",
            ),
        ),
    ),
    "mountain": Motif(
        (
            _text(
                "The mountain that watches over us",
                "우리를 지켜 주는 산",
                "守护我们的山",
                "私たちを見守る山",
                "Гора, которая нас хранит",
                "Биднийг ивээсэн уул",
            ),
            _text("Blue peaks", "푸른 봉우리", "蓝色的山峰", "青い峰", "Синие вершины", "Хөх оргилууд"),
            _text("Above the clouds", "구름 위에서", "云海之上", "雲の上", "Над облаками", "Үүлэн дээгүүр"),
            _text(
                "Sunrise on the summit", "산꼭대기의 해돋이", "山顶日出", "頂上の日の出", "Рассвет на вершине", "Оргил дээрх нар мандалт"
            ),
        ),
        (
            _text(
                "Mountain ridges stand one behind another, paler with distance.",
                "산줄기가 겹겹이 이어지며 멀어질수록 옅어집니다.",
                "山脊一重接着一重，越远越淡。",
                "山の尾根が幾重にも重なり、遠くなるほど淡くなります。",
                "Горные хребты стоят один за другим, бледнея вдали.",
                "Уулсын нуруу ар араасаа цувран, холдох тусам бүдгэрнэ.",
            ),
            _text(
                "A high mountain with a snowy peak rises against the sky.",
                "눈 덮인 봉우리를 인 높은 산이 하늘로 솟아 있습니다.",
                "一座山顶积雪的高山耸入天空。",
                "雪をいただいた高い山が空にそびえています。",
                "Высокая гора со снежной вершиной поднимается в небо.",
                "Цаст оргилтой өндөр уул тэнгэр өөд сүндэрлэнэ.",
            ),
        ),
    ),
    "city": Motif(
        (
            _text("My city at night", "우리 도시의 밤", "我的城市之夜", "私の街の夜", "Мой город ночью", "Манай хотын шөнө"),
            _text("Lights in the windows", "창가의 불빛", "窗里的灯光", "窓の明かり", "Свет в окнах", "Цонхны гэрэл"),
            _text("The last bus", "막차", "末班车", "最終バス", "Последний автобус", "Сүүлийн автобус"),
            _text(
                "Old street, new morning",
                "오래된 골목, 새로운 아침",
                "老街新晨",
                "古い通り、新しい朝",
                "Старая улица, новое утро",
                "Хуучин гудамж, шинэ өглөө",
            ),
        ),
        (
            _text(
                "Tall houses with many lit windows stand side by side.",
                "창마다 불이 켜진 높은 건물들이 나란히 서 있습니다.",
                "高高的楼房并排而立，许多窗户亮着灯。",
                "たくさんの窓に明かりがともる高い建物が並んでいます。",
                "Высокие дома с множеством светящихся окон стоят рядом.",
                "Олон цонхоороо гэрэлтсэн өндөр байшингууд зэрэгцэн зогсоно.",
            ),
            _text(
                "Roofs and towers of a city stand close together against the sky.",
                "도시의 지붕과 탑들이 하늘을 배경으로 촘촘히 모여 있습니다.",
                "城市的屋顶和高楼紧挨着，映衬在天空下。",
                "街の屋根や塔が、空を背にひしめき合っています。",
                "Крыши и башни города тесно стоят на фоне неба.",
                "Хотын дээвэр, цамхгууд тэнгэрийн өмнө шигүү зэрэгцэнэ.",
            ),
        ),
    ),
    "festival": Motif(
        (
            _text("Festival day", "축제 날", "节日", "祭りの日", "День праздника", "Баярын өдөр"),
            _text("Everyone dances", "모두 함께 춤을", "一起跳舞", "みんなで踊ろう", "Танцуют все", "Бүгдээрээ бүжиглэе"),
            _text("Fireworks over the river", "강 위의 불꽃놀이", "河上烟花", "川の上の花火", "Салют над рекой", "Голын дээрх салют"),
            _text("The night of the festival", "축제의 밤", "节日之夜", "祭りの夜", "Праздничная ночь", "Баярын шөнө"),
        ),
        (
            _text(
                "Bright colours burst over the scene like fireworks.",
                "화려한 색들이 불꽃처럼 화면 위로 터집니다.",
                "明亮的色彩像烟花一样在画面上绽放。",
                "あざやかな色が、花火のように画面いっぱいに広がります。",
                "Яркие краски рассыпаются над праздником, как салют.",
                "Тод өнгүүд салют мэт зургийн дээгүүр задарна.",
            ),
            _text(
                "Lights and garlands fill the evening with colour.",
                "불빛과 장식 띠가 저녁을 색으로 가득 채웁니다.",
                "灯光和彩带让夜晚充满色彩。",
                "明かりと飾りが夕べを色で満たしています。",
                "Огни и гирлянды наполняют вечер красками.",
                "Гэрэл, гоёл чимэг үдшийг өнгөөр дүүргэнэ.",
            ),
        ),
    ),
    "lanterns": Motif(
        (
            _text("A thousand lanterns", "천 개의 등불", "千盏灯笼", "千の灯籠", "Тысяча фонариков", "Мянган дэнлүү"),
            _text(
                "Wishes in the night sky",
                "밤하늘에 띄운 소원",
                "夜空中的心愿",
                "夜空に浮かぶ願い",
                "Желания в ночном небе",
                "Шөнийн тэнгэр дэх хүсэл",
            ),
            _text(
                "A lantern for my grandmother",
                "할머니께 드리는 등불",
                "献给奶奶的灯笼",
                "おばあちゃんへの灯籠",
                "Фонарик для бабушки",
                "Эмээдээ зориулсан дэнлүү",
            ),
            _text("Light in the dark", "어둠 속의 빛", "黑夜里的光", "闇の中の灯", "Свет в темноте", "Харанхуй дахь гэрэл"),
        ),
        (
            _text(
                "Round lanterns glow in the dark.",
                "둥근 등불이 어둠 속에서 빛납니다.",
                "圆圆的灯笼在黑暗中发光。",
                "丸い灯籠が暗がりの中で光っています。",
                "Круглые фонарики светятся в темноте.",
                "Дугуй дэнлүүнүүд харанхуйд гэрэлтэнэ.",
            ),
            _text(
                "Lanterns in warm colours hang and float in the evening sky.",
                "따뜻한 빛깔의 등불이 저녁 하늘에 걸리고 떠 있습니다.",
                "暖色的灯笼悬挂、飘浮在傍晚的天空中。",
                "あたたかな色の灯籠が夕空に下がり、浮かんでいます。",
                "Фонарики тёплых цветов висят и парят в вечернем небе.",
                "Дулаан өнгийн дэнлүүнүүд үдшийн тэнгэрт хөвнө.",
            ),
        ),
    ),
    "kites": Motif(
        (
            _text(
                "A kite without borders",
                "국경 없는 연",
                "没有国界的风筝",
                "国境のない凧",
                "Воздушный змей без границ",
                "Хил хязгааргүй цаасан шувуу",
            ),
            _text("Higher and higher", "더 높이, 더 높이", "再高一些", "もっと高く", "Выше, ещё выше", "Улам өндөрт"),
            _text("The string in my hand", "내 손안의 실", "手中的线", "手の中の糸", "Нить в моей руке", "Гарт минь байгаа утас"),
            _text("Spring wind", "봄바람", "春风", "春の風", "Весенний ветер", "Хаврын салхи"),
        ),
        (
            _text(
                "Kites with long tails fly in a bright sky.",
                "꼬리가 긴 연들이 밝은 하늘을 납니다.",
                "拖着长尾的风筝在明亮的天空中飞翔。",
                "長い尾の凧が明るい空に舞っています。",
                "Воздушные змеи с длинными хвостами летят в светлом небе.",
                "Урт сүүлтэй цаасан шувуунууд гэгээн тэнгэрт нисэж байна.",
            ),
            _text(
                "Colourful kites stand at different heights, their strings running down to the ground.",
                "알록달록한 연들이 저마다 다른 높이에 떠 있고, 실이 땅으로 이어집니다.",
                "五彩的风筝高高低低，细线一直牵到地面。",
                "色とりどりの凧がさまざまな高さに浮かび、糸が地面へ伸びています。",
                "Разноцветные змеи парят на разной высоте, нити тянутся к земле.",
                "Өнгө өнгийн цаасан шувуу өөр өөр өндөрт хөвж, утас нь газар хүртэл сунажээ.",
            ),
        ),
    ),
    "drums": Motif(
        (
            _text("Heartbeat of the drum", "북의 심장 소리", "鼓的心跳", "太鼓の鼓動", "Сердце барабана", "Бөмбөрийн зүрхний цохилт"),
            _text("Thunder dance", "천둥의 춤", "雷声之舞", "雷の舞", "Танец грома", "Аянгын бүжиг"),
            _text("We keep the same time", "같은 박자로", "同一个节拍", "同じ拍子で", "В одном ритме", "Нэгэн хэмнэлээр"),
            _text("The drummer's morning", "북 치는 아침", "鼓手的早晨", "太鼓打ちの朝", "Утро барабанщика", "Бөмбөрчний өглөө"),
        ),
        (
            _text(
                "A round drum; rings of colour spread out from it like sound.",
                "둥근 북에서 색의 고리가 소리처럼 퍼져 나갑니다.",
                "一面圆鼓，一圈圈色彩像声音一样向外扩散。",
                "丸い太鼓から、色の輪が音のように広がっていきます。",
                "Круглый барабан; от него, как звук, расходятся цветные кольца.",
                "Дугуй бөмбөрөөс өнгийн цагиргууд дуу мэт тархана.",
            ),
            _text(
                "Painted drums stand together, surrounded by moving bands of colour.",
                "무늬를 그려 넣은 북들이 모여 있고, 색띠가 그 둘레를 흐릅니다.",
                "几面彩绘的鼓放在一起，四周是流动的色带。",
                "模様の描かれた太鼓が並び、まわりを色の帯が流れています。",
                "Расписные барабаны стоят рядом, вокруг движутся полосы цвета.",
                "Хээтэй бөмбөрүүд зэрэгцэж, эргэн тойронд нь өнгийн зурвас урсана.",
            ),
        ),
    ),
    "horses": Motif(
        (
            _text("Horses of the wind", "바람의 말", "风之马", "風の馬", "Кони ветра", "Салхин морьд"),
            _text("The first race", "첫 경주", "第一次赛马", "はじめての競走", "Первые скачки", "Анхны уралдаан"),
            _text("The foal", "망아지", "小马驹", "子馬", "Жеребёнок", "Унага"),
            _text("Running together", "함께 달리다", "一起奔跑", "ともに駆ける", "Бежим вместе", "Хамтдаа давхина"),
        ),
        (
            _text(
                "Horses cross open land under a wide sky.",
                "넓은 하늘 아래 말들이 탁 트인 땅을 지나갑니다.",
                "辽阔的天空下，马儿在旷野上奔走。",
                "広い空の下、馬が開けた大地を進みます。",
                "Под широким небом по открытой земле идут кони.",
                "Уудам тэнгэр дор адуу тал газраар гарна.",
            ),
            _text(
                "The outlines of horses stand out against a bright sky.",
                "밝은 하늘을 배경으로 말들의 윤곽이 또렷합니다.",
                "明亮的天空衬托出马的轮廓。",
                "明るい空を背に、馬の姿がくっきりと浮かびます。",
                "Силуэты лошадей видны на фоне светлого неба.",
                "Гэгээн тэнгэрийн өмнө адууны дүрс тодорно.",
            ),
        ),
    ),
    "pattern": Motif(
        (
            _text("Pattern of home", "고향의 무늬", "故乡的纹样", "ふるさとの文様", "Узор родного дома", "Нутгийн хээ"),
            _text("Grandmother's embroidery", "할머니의 자수", "奶奶的刺绣", "祖母の刺繍", "Бабушкина вышивка", "Эмээгийн хатгамал"),
            _text("Woven together", "함께 엮다", "交织", "織り合わせて", "Сплетённые нити", "Сүлжилдсэн утас"),
            _text("The endless knot", "끝없는 매듭", "吉祥结", "終わりのない結び目", "Бесконечный узел", "Өлзий хээ"),
        ),
        (
            _text(
                "An ornament of repeating shapes in strong colours, like a woven cloth.",
                "짜 넣은 천처럼 강한 색의 무늬가 되풀이됩니다.",
                "色彩浓烈的图案反复排列，像一块织物。",
                "強い色の形がくり返し並び、織物のようです。",
                "Орнамент из повторяющихся ярких фигур, словно тканый узор.",
                "Тод өнгийн дүрсүүд давтагдан нэхмэл даавуу мэт хээ болжээ.",
            ),
            _text(
                "Lines and shapes meet in an even pattern.",
                "선과 도형이 고르게 만나 무늬를 이룹니다.",
                "线条与图形相接，组成均匀的纹样。",
                "線と形が出会い、整った文様になっています。",
                "Линии и фигуры складываются в ровный узор.",
                "Шугам, дүрсүүд нийлж жигд хээ үүсгэнэ.",
            ),
        ),
    ),
    "animals": Motif(
        (
            _text("Neighbours in the forest", "숲속 이웃들", "森林里的邻居", "森の隣人たち", "Соседи по лесу", "Ойн хөршүүд"),
            _text("Quiet steps", "조용한 발걸음", "轻轻的脚步", "静かな足音", "Тихие шаги", "Чимээгүй алхам"),
            _text("Guardian of the mountains", "산의 수호자", "山的守护者", "山を守るもの", "Хранитель гор", "Уулын сахиус"),
            _text(
                "We live here too",
                "우리도 여기 살아요",
                "我们也住在这里",
                "私たちもここに暮らす",
                "Мы тоже здесь живём",
                "Бид ч бас энд амьдардаг",
            ),
        ),
        (
            _text(
                "A wild animal in its landscape looks calmly at us.",
                "들짐승 한 마리가 풍경 속에서 차분히 우리를 바라봅니다.",
                "一只野生动物在自然中静静地望着我们。",
                "野生の動物が風景の中から静かにこちらを見ています。",
                "Дикий зверь среди природы спокойно смотрит на нас.",
                "Байгаль дундаа зэрлэг амьтан бидэн рүү тайван харж байна.",
            ),
            _text(
                "An animal of the forest stands in front of hills and sky.",
                "숲의 동물이 언덕과 하늘을 배경으로 서 있습니다.",
                "一只森林里的动物站在山丘和天空前。",
                "森の動物が丘と空を背に立っています。",
                "Лесной зверь стоит на фоне холмов и неба.",
                "Ойн амьтан толгод, тэнгэрийн өмнө зогсож байна.",
            ),
        ),
    ),
    "cranes": Motif(
        (
            _text("The cranes return", "돌아온 두루미", "鹤归来", "鶴が帰る", "Журавли возвращаются", "Тогоруу буцаж ирлээ"),
            _text("Dance of the cranes", "두루미의 춤", "鹤舞", "鶴の舞", "Танец журавлей", "Тогорууны бүжиг"),
            _text("A thousand cranes", "천 마리 학", "千鹤", "千羽鶴", "Тысяча журавлей", "Мянган тогоруу"),
            _text(
                "They need no passport",
                "여권 없는 새들",
                "不需要护照的鸟",
                "旅券のいらない鳥",
                "Им не нужен паспорт",
                "Тэдэнд паспорт хэрэггүй",
            ),
        ),
        (
            _text(
                "White cranes spread their wings against the sky.",
                "흰 두루미들이 하늘을 배경으로 날개를 폅니다.",
                "白鹤在天空中展开翅膀。",
                "白い鶴が空を背に翼を広げています。",
                "Белые журавли раскинули крылья на фоне неба.",
                "Цагаан тогоруунууд тэнгэрт далавчаа дэлгэжээ.",
            ),
            _text(
                "Long-necked cranes cross a pale sky together.",
                "목이 긴 두루미들이 옅은 하늘을 함께 건너갑니다.",
                "长颈的鹤结伴飞过淡色的天空。",
                "首の長い鶴が連れ立って淡い空を渡ります。",
                "Длинношеие журавли вместе летят по бледному небу.",
                "Урт хүзүүт тогоруунууд цайвар тэнгэрийг хамтдаа туулна.",
            ),
        ),
    ),
    "bridge": Motif(
        (
            _text(
                "The bridge between us", "우리 사이의 다리", "你我之间的桥", "私たちの間の橋", "Мост между нами", "Бидний хоорондын гүүр"
            ),
            _text("Meeting in the middle", "한가운데서 만나", "在桥中央相遇", "真ん中で会おう", "Встреча посередине", "Дунд нь уулзъя"),
            _text("The old stone bridge", "오래된 돌다리", "老石桥", "古い石橋", "Старый каменный мост", "Хуучин чулуун гүүр"),
            _text(
                "Two banks, one river",
                "두 강가, 하나의 강",
                "两岸一江",
                "二つの岸、一つの川",
                "Два берега, одна река",
                "Хоёр эрэг, нэг гол",
            ),
        ),
        (
            _text(
                "A bridge in a wide arch joins two banks.",
                "넓은 아치를 그리는 다리가 두 강가를 잇습니다.",
                "一座宽拱的桥连接两岸。",
                "ゆったりした弧を描く橋が、二つの岸をつないでいます。",
                "Мост широкой аркой соединяет два берега.",
                "Өргөн нуман гүүр хоёр эргийг холбоно.",
            ),
            _text(
                "A long bridge crosses the water; the far bank lies in light.",
                "긴 다리가 물을 건너고, 건너편 강가에 빛이 비칩니다.",
                "长桥横跨水面，对岸沐浴在光里。",
                "長い橋が水を渡り、向こう岸に光が差しています。",
                "Длинный мост пересекает воду; дальний берег освещён.",
                "Урт гүүр усыг гатална; нөгөө эрэг нь гэрэлтэй байна.",
            ),
        ),
    ),
    "peace": Motif(
        (
            _text("Hand in hand", "맞잡은 손", "手拉手", "手と手をつないで", "Рука в руке", "Гараа атгалцъя"),
            _text("The dove comes home", "돌아온 비둘기", "鸽子回家", "鳩が帰る", "Голубь вернулся домой", "Тагтаа гэртээ ирлээ"),
            _text("One sky", "하나의 하늘", "同一片天空", "ひとつの空", "Одно небо", "Нэгэн тэнгэр"),
            _text("No one is far away", "아무도 멀지 않아", "没有谁在远方", "誰も遠くない", "Далёких нет", "Хэн ч хол биш"),
        ),
        (
            _text(
                "A white bird spreads its wings in front of the sun.",
                "흰 새가 해 앞에서 날개를 폅니다.",
                "一只白色的鸟在太阳前展开翅膀。",
                "白い鳥が太陽の前で翼を広げています。",
                "Белая птица раскинула крылья на фоне солнца.",
                "Цагаан шувуу нарны өмнө далавчаа дэлгэжээ.",
            ),
            _text(
                "Shapes in many colours come together around a bright centre.",
                "여러 빛깔의 형태가 밝은 가운데로 모입니다.",
                "五颜六色的形状汇聚在明亮的中心周围。",
                "色とりどりの形が明るい中心のまわりに集まっています。",
                "Разноцветные фигуры собираются вокруг светлого центра.",
                "Олон өнгийн дүрс гэрэлт төвийн эргэн тойронд цуглана.",
            ),
        ),
    ),
    "future": Motif(
        (
            _text(
                "Our city in 2050",
                "2050년 우리 도시",
                "2050年，我们的城市",
                "2050年の私たちの街",
                "Наш город в 2050 году",
                "2050 оны манай хот",
            ),
            _text("The green city", "초록 도시", "绿色之城", "緑の都市", "Зелёный город", "Ногоон хот"),
            _text(
                "A train to the stars", "별로 가는 기차", "开往星星的列车", "星へ向かう列車", "Поезд к звёздам", "Одод руу явах галт тэрэг"
            ),
            _text("School among the clouds", "구름 속 학교", "云端的学校", "雲の中の学校", "Школа среди облаков", "Үүлэн дундах сургууль"),
        ),
        (
            _text(
                "A city of the future with tall towers and lines of light.",
                "높은 탑과 빛줄기가 있는 미래의 도시입니다.",
                "一座未来的城市，有高耸的塔楼和道道光线。",
                "高い塔と光の線が走る未来の都市です。",
                "Город будущего с высокими башнями и линиями света.",
                "Өндөр цамхаг, гэрлийн шугам бүхий ирээдүйн хот.",
            ),
            _text(
                "Bright new buildings rise towards the sky.",
                "밝고 새로운 건물들이 하늘로 솟아오릅니다.",
                "明亮的新建筑向天空伸展。",
                "明るく新しい建物が空へ伸びています。",
                "Светлые новые здания тянутся к небу.",
                "Гэгээлэг шинэ барилгууд тэнгэр өөд сүндэрлэнэ.",
            ),
        ),
    ),
    "trees": Motif(
        (
            _text(
                "The old tree remembers",
                "오래된 나무는 기억한다",
                "老树记得",
                "老木は覚えている",
                "Старое дерево помнит",
                "Өвгөн мод санаж байна",
            ),
            _text("Under the branches", "나뭇가지 아래에서", "树枝之下", "枝の下で", "Под ветвями", "Мөчрийн дор"),
            _text(
                "Four seasons of one tree",
                "한 나무의 사계절",
                "一棵树的四季",
                "一本の木の四季",
                "Четыре времени года одного дерева",
                "Нэг модны дөрвөн улирал",
            ),
            _text("Roots", "뿌리", "根", "根っこ", "Корни", "Үндэс"),
        ),
        (
            _text(
                "A tree with a wide crown and many-coloured leaves.",
                "가지를 넓게 펼친 나무에 여러 빛깔의 잎이 달려 있습니다.",
                "一棵树冠宽阔、叶色缤纷的树。",
                "大きく枝を広げた木に、さまざまな色の葉がついています。",
                "Дерево с широкой кроной и разноцветными листьями.",
                "Өргөн титэмтэй, олон өнгийн навчтай мод.",
            ),
            _text(
                "Trees reach into the light sky, their branches full of colour.",
                "나무들이 밝은 하늘로 뻗고, 가지마다 색이 가득합니다.",
                "树木伸向明亮的天空，枝头满是色彩。",
                "木々が明るい空へ伸び、枝は色であふれています。",
                "Деревья тянутся в светлое небо, их ветви полны красок.",
                "Моднууд гэгээн тэнгэр өөд сунаж, мөчир бүр нь өнгөөр дүүрэн.",
            ),
        ),
    ),
    "river": Motif(
        (
            _text(
                "The river tells stories", "강이 들려주는 이야기", "河流讲的故事", "川の語る物語", "Река рассказывает", "Гол үлгэр ярина"
            ),
            _text("The day the ice breaks", "얼음이 풀리는 날", "开江的日子", "氷が解ける日", "Ледоход", "Мөс хөдлөх өдөр"),
            _text("Evening at the river", "강가의 저녁", "河边的傍晚", "川辺の夕べ", "Вечер у реки", "Голын эргийн үдэш"),
            _text("Clear water", "맑은 물", "清水", "澄んだ水", "Чистая вода", "Тунгалаг ус"),
        ),
        (
            _text(
                "A river winds in wide curves through a valley.",
                "강이 크게 굽이치며 골짜기를 흐릅니다.",
                "一条河弯弯曲曲地流过山谷。",
                "川が大きく曲がりながら谷を流れています。",
                "Река широкими изгибами течёт по долине.",
                "Гол хөндийгөөр тахиралдан урсана.",
            ),
            _text(
                "Water in bands of blue and silver flows past the banks.",
                "푸른빛과 은빛의 물줄기가 강가를 따라 흐릅니다.",
                "蓝色和银色的水流过岸边。",
                "青と銀の帯になった水が岸辺を流れていきます。",
                "Вода синими и серебряными полосами течёт мимо берегов.",
                "Хөх, мөнгөлөг зурвас мэт ус эргээ дагуулан урсана.",
            ),
        ),
    ),
}

# Every title with the motif it belongs to, in a fixed order.
TITLES: tuple[tuple[str, Text], ...] = tuple((key, title) for key, motif in MOTIFS.items() for title in motif.titles)
