"""Numbers that name something, written or dictated: cases, policies, telephones, cards, plates; and addresses on the net."""

from __future__ import annotations

import datetime
import re

from checker.concepts.numbers import DIGIT_LITERALS, SPOKEN, spoken_digits
from checker.concepts.typed import Value, ValueType, compiled

_S = f"[{SPOKEN}]"
_ONE = rf"(?:(?:[2-6二两三四五六]个)?{_S})"
_GAP = r"(?:[ ,、-]|横?杠){0,2}"
_CARD_GAP = "[ ,-]{0,2}"
_REST = rf"(?<![{SPOKEN}][ ,、.-])"
_ALONE = rf"(?<![a-z\d.{SPOKEN}])"
_END = rf"(?![a-z{SPOKEN}])"
_NO_UNIT = r"(?!\.\d| ?(?:元|块|万|%|天|日(?!生)|年|月|个|小时|分钟|岁|条|号楼|工作日|\*|:\d|\)? ?[×÷=])|@)"


def id_valid(number: str) -> bool:
    """Whether an 18-character identity number has the check character of GB 11643-1999."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return (
        "10x98765432"[sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11] == number[17].lower()
    )


def id_shape(number: str) -> bool:
    """Whether ``number`` is 17 digits and a digit or x, with a date of birth in it."""
    if not re.fullmatch(r"[1-9]\d{16}[\dx]", number):
        return False
    try:
        born = datetime.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return 1900 <= born.year < 2100


def luhn(number: str) -> bool:
    """Whether a string of digits ends with the check digit of ISO/IEC 7812."""
    doubled = (int(digit) * (2 if index % 2 else 1) for index, digit in enumerate(reversed(number)))
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0


_HOTLINES = ("12315", "12345", "12348", "12363", "12368", "12378", "12386")


def _phone_kind(digits: str) -> str:
    if re.fullmatch(r"(?:86)?1[3-9]\d{9}", digits):
        return "mobile"
    if re.fullmatch(r"[48]00\d{7}", digits):
        return "service"
    if re.fullmatch(r"9[56]\d{3,4}", digits) or digits in _HOTLINES:
        return "hotline"
    return "landline" if re.fullmatch(r"(?:0|86)(?:10|2\d|[3-9]\d\d)[2-9]\d{6,7}", digits) else ""


_PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
_NO_CAR = rf"(?<!{_PROVINCE})(?<!{_PROVINCE}[ ,·])(?<!{_PROVINCE}[a-z][ ,·-])(?<!{_PROVINCE}[a-z][ ,][a-z][ ,])(?<!\d\))"
_FIRST = rf"(?:[a-z]{{1,8}}[-_ ]){{0,5}}(?:[a-z]{{1,8}}[-_ ,]?)?{_ONE}(?:{_ONE}|[a-z]){{1,29}}"
CASE_REGEX = (
    rf"{_ALONE}{_REST}(?<![-*_+]){_NO_CAR}(?:{_FIRST}(?:(?:[-_ ,/]|横?杠){_ONE}(?:{_ONE}|[a-z]){{1,24}}){{0,6}}){_END}{_NO_UNIT}"
)


def parse_case(text: str) -> Value | None:
    """A report, claim or policy number: at least 6 letters and digits, or 5 digits dictated.

    ``norm`` is it in capitals without separators. Numbers of another kind (telephone, identity or bank card, date, sum of
    money) are refused. ``extra`` holds ``spoken`` where it was dictated in Chinese digits.
    """
    code = spoken_digits(text)
    digits = re.sub("[a-z]", "", code)
    letters = len(code) - len(digits)
    spoken = re.search("[零〇一二三四五六七八九幺两洞拐勾]", text) is not None
    if not letters:
        written = text.strip()
        if re.match(r"\d{1,3}(?:,\d{3})+(?!\d|,)|(?:19|20)\d\d[-/ ]\d{1,2}[-/ ]\d{1,2}$", written) or _phone_kind(digits):
            return None
        if len(digits) < (5 if spoken else 6) or id_shape(digits):
            return None
        if 16 <= len(digits) <= 19 and digits.startswith("62") and luhn(digits):
            return None
    elif len(digits) < 4 or len(code) < 6 or id_shape(code) or re.fullmatch(r"t\d+", code):
        return None
    return Value("case-id", code.upper(), None, "", ("spoken",) if spoken else ())


_ONE_ = "[1一幺]"
_ZERO = "[0零〇洞]"
PHONE_REGEX = (
    rf"(?:{_ALONE}(?:(?:\+ ?)?86[- ]?)?{_ONE_}(?:{_GAP}{_ONE}){{6,10}}{_END}"
    rf"|\+ ?86[- ]?[2-9]\d{{1,2}}[- ]?\d{{3,4}}[- ]?\d{{4}}(?!\d)"
    rf"|(?<!\d)1[3-9]\d\*{{3,4}}\d{{4}}(?!\d)"
    rf"|{_ALONE}[(（]?{_ZERO}{_S}{{2,3}}[)）]?[- ,、]?(?:{_ONE}[- ,、]?){{6,7}}{_ONE}(?: ?转 ?{_S}{{1,6}})?{_END}"
    rf"|{_ALONE}[48四八]{_ZERO}{_ZERO}(?:{_GAP}{_ONE}){{5,7}}{_END}"
    rf"|{_ALONE}[9九][56五六]{_S}{{3,4}}{_END}|{_ALONE}(?:{_ONE_}|十)[2二两]{_S}{{3}}{_END})"
)


def parse_phone(text: str) -> Value | None:
    """A telephone number; ``norm`` is its digits, an extension after ``-``, stars where it is masked.

    ``extra``: ``mobile``, ``landline``, ``service`` (400, 800) or ``hotline`` (95xxx, 12378), and ``masked``.
    """
    if re.search(r"\d,\d{3}(?!\d)", text):
        return None
    if "*" in text:
        return Value("phone", text, None, "", ("mobile", "masked"))
    number, _, extension = text.partition("转")
    digits = spoken_digits(re.sub("^十(?=[二两2])", "一", number).replace("+", ""))
    kind = _phone_kind(digits)
    if not kind:
        return None
    if kind == "mobile":
        digits = digits[-11:]
    return Value("phone", digits + (f"-{spoken_digits(extension)}" if extension else ""), None, "", (kind,))


_TAIL_WORD = "(?:尾号|尾数|卡尾|(?:末|后|最后|后面|末尾)(?:三|四|五|六|八|[34568])位(?:数字?)?|末尾|结尾)"
TAIL_REGEX = (
    rf"(?:{_TAIL_WORD}(?:数字|号码|儿|的)?(?:应该|就)?(?:是|为|报)?(?:您的)?[ :,\"“]{{0,2}}\*{{0,8}}{_ONE}"
    rf"(?:(?:[ ,、](?!{_S}{{1,3}} ?[个天日点号年月条份块元]))?{_ONE}){{0,7}}[\d叉x]?{_END}(?! ?(?:元|块|万|天|位|%))"
    rf"|{_ALONE}{_S}{{3,4}} ?(?:结尾|收尾|尾号|尾的|那张卡|的卡)(?! ?{_S})"
    r"|(?<![\d*])\d{3,6}[ -]?(?:\d{4}[ -]?)?(?:\*{2,4}[ -]?){1,4}\d{3,4}(?!\d))"
)
_TAIL_START = _TAIL_WORD


def parse_tail(text: str) -> Value | None:
    """The last digits of a card, phone or case number (尾号四三二一 → 4321); ``masked`` where stars hide the rest."""
    word = compiled(_TAIL_START).match(text)
    if not word and "*" in text:
        return Value("tail", text[-4:].lstrip("* -"), None, "", ("masked",))
    digits = spoken_digits((text[word.end() :] if word else text).replace("叉", "x"))
    return Value("tail", digits.upper()) if 3 <= len(digits) <= 8 else None


_X = "(?:x|叉|艾克斯|埃克斯)"
ID_REGEX = (
    rf"(?:{_ALONE}(?!0){_ONE}(?:{_GAP}{_ONE}){{8,16}}(?:{_GAP}{_X}|{_GAP}{_S})(?![\d{SPOKEN}])"
    r"|(?<![\d*])[1-9]\d{2,5}\*{6,14}\d{2,3}[\dx](?!\d))"
)


def parse_id_card(text: str) -> Value | None:
    """An identity number of 18 characters; ``extra`` is ``valid`` or ``check-failed``, or ``masked``."""
    if "*" in text:
        return Value("id-card", text.upper(), None, "", ("masked",))
    number = spoken_digits(re.sub("叉|艾克斯|埃克斯", "x", text))
    if not id_shape(number):
        return None
    return Value("id-card", number.upper(), None, "", ("valid" if id_valid(number) else "check-failed",))


CARD_REGEX = rf"{_ALONE}[3-69三四五六九](?:{_CARD_GAP}{_ONE}){{9,18}}{_END}"


def parse_bank_card(text: str) -> Value | None:
    """A bank card number of 16 to 19 digits that is no identity number; ``extra`` is ``luhn`` or ``luhn-failed``."""
    digits = spoken_digits(text)
    if not re.fullmatch(r"[34569]\d{15,18}", digits) or id_shape(digits) or (digits[0] == "9" and not luhn(digits)):
        return None
    return Value("bank-card", digits, None, "", ("luhn" if luhn(digits) else "luhn-failed",))


_SOUNDS = {"诶": "a", "欸": "a", "艾福": "f", "艾弗": "f", "必": "b", "比": "b", "西": "c", "迪": "d"}
_LETTER = f"(?:[a-hj-np-z]|{'|'.join(_SOUNDS)})"
_PLATE_DIGIT = "[0-9零〇一二三四五六七八九幺洞拐勾]"
_MARK = f"(?:[ ,.·-]?(?:[a-hj-np-z]|{_PLATE_DIGIT}|诶|欸|艾福|艾弗|迪))"
PLATE_REGEX = (
    rf"{_PROVINCE}(?:牌)? ?[,.·-]?{_LETTER}(?:[ ,.·-]?[a-hjk]{_MARK}(?:[ ,·-]?{_PLATE_DIGIT}){{4}}"
    rf"|[ ,.·-]?(?:[df]|迪|艾福|艾弗){_MARK}{{5}}|(?:[ ,.·-]?{_PLATE_DIGIT}){{5}}[df](?![a-z])"
    rf"|{_MARK}{{4}}(?:[ ,·-]?[挂学警港澳](?!务|校|生)|{_MARK})|{_MARK}{{3,4}})(?![a-z\d])"
)
_PLATE = (
    f"{_PROVINCE}[a-hj-np-z](?:[a-hj-np-z0-9]{{4}}[a-hj-np-z0-9挂学警港澳]|[a-hjk][a-hj-np-z0-9]\\d{{4}}"
    "|[df][a-hj-np-z0-9]{5}|\\d{5}[df])"
)


def parse_plate(text: str) -> Value | None:
    """A number plate in capitals without separators (苏A12345); ``extra``: ``new-energy``, or ``partial`` if it is too short."""
    said = re.sub(r"[ ,.·-]|(?<=^.)牌", "", text.lower())
    for sound, letter in _SOUNDS.items():
        said = said[0] + said[1:].replace(sound, letter)
    special = said[-1] if said[-1] in "挂学警港澳" else ""
    plate = said[0] + spoken_digits(said[1:]) + special
    digits = sum(char.isdigit() for char in plate)
    if compiled(_PLATE).fullmatch(plate) and digits >= 3 - bool(special):
        return Value("plate", plate.upper(), None, "", ("new-energy",) if len(plate) == 8 else ())
    if 5 <= len(plate) <= 6 and digits >= 3:
        return Value("plate", plate.upper(), None, "", ("partial",))
    return None


_TOP = "(?:com|cn|net|org|gov|edu|info|top|vip|cc|io|me|co)"
EMAIL_REGEX = (
    rf"(?<![a-z\d._%+-])[a-z\d][a-z\d._%+-]{{0,63}}(?:@|圈a?|艾特)[a-z\d][a-z\d-]{{0,62}}"
    rf"(?:(?:\.|点)[a-z\d-]{{1,30}}){{0,3}}(?:\.|点){_TOP}(?![a-z\d])"
)


def parse_email(text: str) -> Value | None:
    """An e-mail address in lower case; 圈 and 点 of a dictated one become @ and a dot."""
    return Value("email", re.sub("圈a?|艾特", "@", text.lower()).replace("点", "."))


URL_REGEX = (
    r"(?:https?://[a-z\d._~:/?#\[\]@!$&'()*+;=%-]{3,300}|(?<![a-z\d@._-])(?:www\.)?(?:[a-z\d-]{1,40}\.){1,4}"
    rf"{_TOP}(?![a-z\d@])(?:/[a-z\d._~/?#&=%+-]{{0,200}})?)"
)


def parse_url(text: str) -> Value | None:
    """A web address; punctuation that ends the sentence is left out of ``norm``."""
    return Value("url", text.rstrip(".,;:!?)'"))


CASE_ID = ValueType("case-id", CASE_REGEX, DIGIT_LITERALS, parse_case)
PHONE = ValueType("phone", PHONE_REGEX, DIGIT_LITERALS, parse_phone)
TAIL = ValueType("tail", TAIL_REGEX, ("尾", "位", "那张卡", "的卡", "*"), parse_tail)
ID_CARD = ValueType("id-card", ID_REGEX, DIGIT_LITERALS, parse_id_card)
BANK_CARD = ValueType("bank-card", CARD_REGEX, DIGIT_LITERALS, parse_bank_card)
PLATE = ValueType("plate", PLATE_REGEX, tuple(_PROVINCE[1:-1]), parse_plate)
EMAIL = ValueType("email", EMAIL_REGEX, ("@", "圈", "艾特"), parse_email)
URL = ValueType("url", URL_REGEX, ("http", ".c", ".n", ".o", ".g", ".e", ".i", ".t", ".v", ".m"), parse_url)
