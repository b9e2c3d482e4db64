"""Sums of money, bare amounts that may be money, and shares: 12,345.67元, 三千六百块, 壹万元整, 两万五, 百分之八十, 八折."""

from __future__ import annotations

import re

from checker.concepts.numbers import BEFORE, COUNT, DIGIT, HAN, NOT_AFTER, RANGE, chinese_number, number_range
from checker.concepts.typed import Value, ValueType, compiled

_CAPITAL = "壹贰叁肆伍陆柒捌玖零〇拾佰仟万亿两"
_SMALL = f"[{DIGIT}\\d]"
_YUAN = "(?:元(?![旦件素月宵帅首老])|圆)"
_KUAI = "(?:块(?:钱|大洋)|块(?![儿地肉玻区内电屏板骨手表伤疤儿砖瓷面去来布田石木皮墨硬]))"
_RANGE = f"(?:{COUNT} ?(?:{_YUAN}|{_KUAI})?{RANGE})?"
_ONE_PIECE = "(?!(?:[一两几这那]|(?<=[这那每])[一二三四五六七八九])块(?!钱|[\\d零一二两三四五六七八九半]))"
_PART = rf"(?: ?{_SMALL}{{1,2}} ?[角毛](?:钱)?)?(?: ?{_SMALL}{{1,2}} ?分(?![之钟]))?"
_CAPITAL_SUM = (
    rf"[壹贰叁肆伍陆柒捌玖拾][{_CAPITAL}]{{0,24}}[元圆](?:[零壹贰叁肆伍陆柒捌玖]{{1,2}}角)?(?:零?[壹贰叁肆伍陆柒捌玖]分)?[整正]?"
    "|[壹贰叁肆伍陆柒捌玖]角(?:[壹贰叁肆伍陆柒捌玖]分)?[整正]?"
)
MONEY_REGEX = (
    rf"(?:(?:人民币)? ?(?:{_CAPITAL_SUM})"
    rf"|(?<![a-z])(?:[¥￥]|rmb|cny|人民币) ?(?:{COUNT}) ?(?:{_YUAN}{_PART}[整正]?)?{NOT_AFTER}"
    rf"|{BEFORE}{_ONE_PIECE}{_RANGE}{COUNT} ?(?:{_YUAN}{_PART}[整正]?"
    rf"|{_KUAI}(?:[一二三四五六七八九]毛?(?![个天日块点张份号年月次亩人辆台件半{HAN}])|半|\d(?![\d.个天])|{_PART}))"
    rf"|{BEFORE}{_SMALL}{{1,2}} ?[毛角]钱)"
)
_COUNTER = (
    "(?!元|块|圆|钱?[毛角]|个|天|日|次|年|月(?!底)|公里|公斤|里|米|克|斤|吨|平|亩|人|名|位|条|份|字|页|张|件|台|辆|家|户|岁|度|倍|号|分|多?步|小时|点"
    "|股|瓦|毫|米|升|别|能|只|头|箱|瓶|粒|片|套|项|笔|例|起|种|多种|达|科|事|物|幸|众|国|里|金|公|英|转|%|折|成|火|美)"
)
AMOUNT_REGEX = (
    rf"(?:(?:{BEFORE})(?<![¥￥怕之a-z])(?=[\d一二两三四五六七八九十])(?!十万火)"
    rf"(?=[\d.,{HAN}多来几余把 到至~—-]{{0,16}}[百千万亿])"
    rf"(?:{COUNT}{RANGE})?{COUNT}(?:{NOT_AFTER}(?![多来几余把])|(?=一[年次天个亩人辆台张月件])){_COUNTER}"
    r"|(?<![\da-z.])\d{1,4}(?:\.\d{1,2})?[kw](?![a-z\d]))"
)
_STRIP = r"人民币|rmb|cny|[¥￥ 整正钱]|大洋"
_WHOLE = r"(.*?)(?:元|圆|块)(?:([\d零〇一二两三四五六七八九半]{1,2})[角毛]?)?(?:零?([\d一二两三四五六七八九]{1,2})分)?"
_SPLIT = r"到|至|[-~—–]{1,2}|、"


def parse_money(text: str) -> Value | None:
    """A sum of money; ``number`` is yuan, ``norm`` the same with two decimals. A range gives its upper end and ``low=N``.

    ``extra``: ``capital`` for 壹万元整, ``approx`` for 三千多块, ``low=N``.
    """
    said = compiled(_STRIP).sub("", text.lower())
    capital = re.search("[壹贰叁肆伍陆柒捌玖拾佰仟]", said) is not None
    cents = re.fullmatch(
        r"(?P<ten>[\d零一二两三四五六七八九壹贰叁肆伍陆柒捌玖]{1,2})[毛角](?:(?P<one>[\d一二三四五六七八九壹贰叁肆伍陆柒捌玖])分)?",
        said,
    )
    if cents:
        return _yuan(
            "money", 0, (chinese_number(cents["ten"]) or 0) / 10 + (chinese_number(cents["one"] or "零") or 0) / 100, capital
        )
    ends = compiled(_SPLIT).split(said, maxsplit=1)
    if len(ends) == 2 and re.search("[元圆块]", ends[0]):
        low = parse_money(ends[0])
        high = parse_money(ends[1])
        return (
            None
            if low is None or high is None or high.number is None
            else high._replace(extra=(f"low={low.number:g}", *high.extra))
        )
    plain = said.translate(str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千"))
    whole = compiled(_WHOLE).fullmatch(plain)
    number = whole[1] if whole else plain
    bounds = _bounds(number)
    if bounds is None:
        return None
    cents_value = 0.0
    if whole and whole[2]:
        if "." in number:
            return None
        tens = 0.5 if whole[2] == "半" else (chinese_number(whole[2].lstrip("零〇") or "零") or 0) / 10
        cents_value = tens
    if whole and whole[3]:
        cents_value += (chinese_number(whole[3]) or 0) / 100
    return _yuan("money", bounds[0], cents_value, capital, bounds)


def _bounds(number: str) -> tuple[float, float, bool] | None:
    """The range of a sum; what only «a little over» says (三千多) has no upper end."""
    bounds = number_range(number)
    return (bounds[0], bounds[0], True) if bounds and re.search("[多余]", number) else bounds


def _yuan(name: str, low: float, cents: float, capital: bool, bounds: tuple[float, float, bool] | None = None) -> Value:
    flags = ["capital"] if capital else []
    number = low + cents
    if bounds and bounds[2]:
        flags.append("approx")
    if bounds and bounds[1] > low:
        number = bounds[1] + cents
        flags.insert(0, f"low={low:g}")
    number = round(number, 2)
    return Value(name, f"{number:.2f}", number, "yuan", tuple(flags))


def parse_amount(text: str) -> Value | None:
    """A number with 百, 千, 万, 亿, k or w and no unit, which may be money; the form is that of :func:`parse_money`."""
    said = text.lower().replace(" ", "")
    short = re.fullmatch(r"([\d.]+)([kw])", said)
    if short:
        return _yuan("amount", float(short[1]) * (1000 if short[2] == "k" else 10000), 0, False)
    if not re.search("[百千万亿]", said) or re.match("[百千万亿零]", said):
        return None
    bounds = _bounds(said)
    return None if bounds is None else _yuan("amount", bounds[0], 0, False, bounds)


_CHENG = (
    "成(?!功|立|为|交|人|本|了|员|绩|品|都|熟|果|因|长|形|效|不变|就|天|分|份|群|家|像|套|书|以上学|年人|年后)"
    "(?:半|[一二三四五六七八九](?![个天万千百十块]))?"
)
PERCENT_REGEX = (
    rf"(?:百分之?(?:{COUNT})(?:{RANGE}(?:百分之)?(?:{COUNT}))?(?!号)|百分百(?!之)"
    rf"|(?<![\d.])(?!1-|100%-)\d{{1,4}}(?:\.\d{{1,4}})?(?: ?%)?(?: ?[-~—–到至] ?\d{{1,4}}(?:\.\d{{1,4}})?)? ?%"
    rf"|(?<![第\d.{HAN}])(?:[一二两三四五六七八九十]|\d(?:\.\d)?|[一二三四五六七八九]到[一二三四五六七八九]|[一二三四五六七八九]{{2}}){_CHENG}"
    rf"|(?<![第\d.{HAN}])(?:[一二三四五六七八九]{{1,2}}|\d{{1,2}}|\d\.\d|[一二三四五六七八九]点[一二三四五六七八九])折(?![腾旧叠断返磨射合损])|对折)"
)


def parse_percent(text: str) -> Value | None:
    """A share in percent: 八成 and 八折 → 80, 七成半 → 75, 百分百 → 100. A range gives its upper end and ``low=N``."""
    said = text.replace(" ", "")
    if said == "百分百":
        return _percent(100, 100)
    if said == "对折":
        return _percent(50, 50)
    if said.startswith("百分"):
        bounds = number_range(re.sub("^百分之?", "", said).replace("百分之", "") if said != "百分之百" else "一百")
        return _percent(bounds[0], bounds[1]) if bounds and bounds[1] <= 1000 else None
    if said.endswith("%"):
        bounds = number_range(said.replace("%", ""))
        return _percent(bounds[0], bounds[1]) if bounds else None
    if said.endswith("折"):
        number = chinese_number(said[:-1])
        if number is None:
            return None
        number *= 10 if number < 10 else 1
        return _percent(number, number)
    head, _, rest = said.partition("成")
    bounds = number_range(head)
    more = 5.0 if rest == "半" else chinese_number(rest) if rest else 0.0
    return None if bounds is None or more is None or bounds[1] > 10 else _percent(bounds[0] * 10 + more, bounds[1] * 10 + more)


def _percent(low: float, high: float) -> Value:
    return Value("percent", f"{high:g}%", high, "%", (f"low={low:g}",) if low < high else ())


MONEY = ValueType("money", MONEY_REGEX, ("元", "圆", "块", "¥", "￥", "rmb", "cny", "人民币", "角", "毛钱"), parse_money)
AMOUNT = ValueType("amount", AMOUNT_REGEX, ("百", "千", "万", "亿", "k", "w"), parse_amount)
PERCENT = ValueType("percent", PERCENT_REGEX, ("%", "百分", "成", "折"), parse_percent)
