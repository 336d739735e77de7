"""Passwords that are tried first: whole ones, and words that stay guessable with figures and signs around them."""

from __future__ import annotations

WHOLE = frozenset(
    """
    1234567890 0123456789 0987654321 9876543210 12345678910 123456789a a123456789 1234567891 1q2w3e4r5t 1q2w3e4r5t6y
    qwertyuiop qwerty123456 qwerty12345 1qaz2wsx3edc qazwsxedcrfv zaq12wsxcde3 asdfghjkl1 q1w2e3r4t5y6 123qweasdzxc
    qweasdzxc123 abcd1234567 abc1234567 abcdef1234 1234567abc 123abc456def 147258369a 1472583690 741852963a 7418529630
    789456123a 7894561230 1029384756 1122334455 1212121212 1231231234 1234512345 12341234aa 123123123a 1111122222
    987654321a 159753456a 1357924680 2468013579 qwer1234qwer 1234qwer5678 asdf1234asdf zxcv1234zxcv qwe123qwe123
    aa12345678 aa123456789 abc123abc123 q123456789 z123456789 w123456789 123456789q 123456789z 5201314520 520131488a
    woaini1314 woaini520a woaini5201314 a5201314520 li123456789 wang123456 zhang12345 asd123456789 zxc123456789
    1q2w3e4r5t! p@ssw0rd12 p@ssw0rd123 p@ssw0rd1234 passw0rd12 passw0rd123 pa55word123 pa$$word12 pa$$w0rd12
    qlalfqjsgh12 dkssud1234 tkfkdgo1234 gksrnr1234 rkskekfk12 whdgkrry123 ehdgml1234 skfndi1234 dkagh12345
    йцукен1234 йцукен12345 йцукенгшщз фывапролдж пароль1234 пароль12345 привет1234 любовь1234 ячсмитьбю1 нууцүг1234
    """.split()  # noqa: SIM905 - read as words
)

BASES = frozenset(
    """
    password passwort passw passwd passphrase mypassword thepassword yourpassword newpassword oldpassword passwordpassword
    secret topsecret secretword letmein letmeinnow welcome welcomeback changeme changemenow pleasechange default
    administrator admin adminadmin superadmin rootroot sysadmin manager secretary secretariat coordinator judge jury
    teacher student school username guest visitor account login signin testing testtest tester temporary temp demo
    qwerty qwertyui qwertyuiop qwertyqwerty asdfgh asdfghjkl asdfasdf zxcvbn zxcvbnm qazwsx qazwsxedc qwerasdf qwerasdfzxcv
    abcdef abcdefg abcdefgh abcdefghij abcabc alphabet iloveyou iloveyouso loveyou lovelove mylove forever sunshine
    princess football baseball basketball superman batman spiderman pokemon starwars dragon dragonball monkey shadow
    master michael jennifer jordan charlie ashley nicole daniel jessica thomas computer internet samsung google
    facebook instagram whatsapp wechat kakao kakaotalk naver yandex vkontakte windows microsoft trustno freedom whatever
    hello hellohello helloworld goodmorning goodluck summer summertime winter wintertime spring autumn january february
    december september october november monday sunday flower flowers butterfly chocolate cookie cookies banana pepper
    korea southkorea northkorea china japan russia mongolia ulaanbaatar seoul busan daegu beijing shanghai tokyo osaka
    moscow vladivostok khabarovsk irkutsk yakutsk pohang gyeongbuk gyeongsangbukdo northeastasia near nearsecretariat
    artcontest youthart youthartcontest neararts nearart nearyouthart nearyouthartcontest nearartcontest internationalyouthartcontest
    nearinternationalyouthartcontest painting paintings mypainting artist gallery museum exhibition drawing picture
    woaini woaini woaiwojia zhongguo nihao nihaoma mima wodemima sarang saranghae saranghaeyo hanguk daehanminguk annyeong
    aishiteru nihon nippon konnichiwa sakura arigato privet parol moyparol lyubov rossiya nastya svetlana mongol mongolchuud
    пароль мойпароль привет любовь россия секрет йцукен солнышко монгол нууцүг сайнбайнауу 비밀번호 사랑해요 안녕하세요 大韓民国 我爱你
    密码 我的密码 中国 パスワード 日本
    """.split()  # noqa: SIM905 - read as words
)
