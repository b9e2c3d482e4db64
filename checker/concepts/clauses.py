"""References to clauses and statutes (第六条第(二)项, 条款2.4.1, 第二部分2.3(4), 《保险法》第十六条); titles of clauses."""

from __future__ import annotations

import re

from checker.concepts.numbers import chinese_number
from checker.concepts.typed import Value, ValueType, compiled

_HAN = "[一二两三四五六七八九十百零〇]"
_N = rf"(?:\d{{1,3}}|{_HAN}{{1,5}})"
_PAREN = rf"(?:[(（〔] ?{_N} ?[)）〕]|[①-⑳])"
_ITEM = rf"(?: ?第? ?{_PAREN} ?[款项目点]?| ?第? ?{_N} ?[款项目])"
_DOTTED = rf"(?:\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?!\d|\.\d|%|元|万|块|倍|折)|{_HAN}{{1,3}}(?:点{_HAN}{{1,2}}){{1,3}})"
_NOT_CLAUSE = "(?![腿路街短微语新线信记狗鱼船命通消留建意材裂巷大小白黑])"
_TIAO = rf"(?:第 ?(?:{_DOTTED}|{_N}) ?条(?:款(?!项|中|里))?(?:之{_HAN})?{_NOT_CLAUSE}|{_DOTTED} ?条)"
_MORE = rf"(?:(?: ?[、和及与] ?(?:第 ?(?:{_DOTTED}|{_N}) ?条|第? ?{_PAREN} ?[款项目]?)){{1,4}}{_ITEM}{{0,2}})?"
_LABEL = (
    "(?:《[^《》\\n]{2,40}》|(?:保险|附加险?|主险|基本)?条款|保险合同|(?:责任|保险人)?免除|责任免除|免责(?:条款|事项|部分)?|除外责任|保险责任|保障责任|名词释义|释义"
    "|特别约定(?:清单)?|特约|投保须知|健康告知|批单|利益条款|赔偿处理|保障(?:规则|说明|条款)|理赔须知|保险金申请|投保人义务|如实告知)"
)
_QUOTE = "[\"“”'「」]"
_LINK = f"{_QUOTE}?(?:的|中|之|里面?|部分|项下|约定的?|规定的?|,|:)? ?{_QUOTE}?"
_CHAPTER = rf"第 ?{_N} ?(?:章|部分|节|编)"
_TITLE = '[一-龥、"“”《》 ,的]{0,14}?'
_NOT_LAW = "(?<![法典])(?<!条例)(?<![法典例释定知]》)(?<!号\\)》)(?<!释\\)》)(?<![法典例]的)(?<![法典例释定]》的)(?<!法》中)"
_LAW_TITLE = "(?!《[^《》\\n]{1,39}(?:法|法典|条例|办法|规定|指引|通知|解释[^《》\\n]{0,10})(?:\\([^《》\\n]{0,14}\\))?》)"
CLAUSE_REGEX = (
    rf"(?:{_LAW_TITLE}{_LABEL}{_LINK}(?:{_CHAPTER}{_TITLE})?{_TIAO}{_ITEM}{{0,3}}{_MORE}"
    rf"|{_NOT_LAW}{_CHAPTER}{_TITLE}(?:{_TIAO}{_ITEM}{{0,3}}{_MORE}|{_DOTTED}{_ITEM}{{0,2}})"
    rf"|{_NOT_LAW}{_TIAO}{_ITEM}{{0,3}}{_MORE}"
    rf"|{_LAW_TITLE}{_LABEL}{_LINK}(?:第? ?{_DOTTED}{_ITEM}{{0,2}}|第 ?{_PAREN} ?[款项目]?|第 ?{_N} ?(?:[款项目点]|号(?!楼)))"
    rf"|(?<![第\d.{{HAN}}])\d{{1,2}}\.\d{{1,2}}(?:\.\d{{1,2}}){{0,2}} ?{_PAREN})"
).replace("{HAN}", "一二三四五六七八九十")
_HEAD = rf"(?:{_LABEL})"
_STEP = (
    rf"第? ?(?P<dot>{_DOTTED}) ?(?P<dotted>条)?|第? ?[(（〔] ?(?P<paren>{_N}) ?[)）〕] ?(?P<of>[款项目点])?|(?P<circle>[①-⑳])"
    rf"|第? ?(?P<number>{_N}) ?(?P<unit>部分|章|节|编|条|款|项|目|点|号)(?:之(?P<sub>{_HAN}))?"
)


def _steps(text: str) -> list[str]:
    steps = []
    for match in compiled(_STEP).finditer(text):
        if match["dot"]:
            steps.append(".".join(f"{chinese_number(part) or 0:.0f}" for part in re.split(r"[.点]", match["dot"])))
        elif match["circle"]:
            steps.append(f"{ord(match['circle']) - ord('①') + 1}项")
        elif match["paren"]:
            steps.append(f"{chinese_number(match['paren']) or 0:.0f}{match['of'] or '项'}")
        else:
            sub = f"-{chinese_number(match['sub']) or 0:.0f}" if match["sub"] else ""
            steps.append(f"{chinese_number(match['number']) or 0:.0f}{sub}{match['unit']}")
    return steps


def parse_clause(text: str) -> Value | None:
    """A reference to a clause; ``norm`` is its steps: ``6条/2款/3项``, ``2.4.1``, ``2部分/2.3/4项``.

    ``extra`` is the label before it, if any (责任免除, or the title inside 《》).
    """
    label = compiled(_HEAD).match(text)
    steps = _steps(text[label.end() if label else 0 :])
    if not steps:
        return None
    name = label.group().strip("《》") if label else ""
    return Value("clause", "/".join(steps), None, "", (name,) if name else ())


TITLE_REGEX = (
    "《(?![^《》\\n]{1,40}(?:法|法典|条例|办法|规定|指引|通知|解释)》)[^《》\\n]{0,40}"
    "(?:条款|保险合同|合同|保险|保险计划|保障计划|医疗险|重疾险|意外险|车险|险)(?:[(（][^《》\\n]{1,20}[)）]){0,2}(?:条款)?》"
)


def parse_title(text: str) -> Value | None:
    """The title of clauses, of a policy or a product: ``norm`` is what stands inside 《》."""
    return Value("clause-title", text.strip("《》")) if len(text) > 3 else None


_LAW_NAMES = (
    "(?:(?:中华人民共和国)?(?:保险法|民法典|刑法|合同法|民法通则|道路交通安全法|道交法|消费者权益保护法|个人信息保护法)(?:司法解释[一二三四]?)?"
    "|交强险条例|机动车交通事故责任强制保险条例|保险法解释[一二三四])"
)
_LAW_BOOK = "《[^《》\\n]{0,40}(?:法|法典|条例|办法|规定|规则|指引|通知|解释[^《》\\n]{0,8})(?:[(（][^《》\\n]{1,20}[)）])?》"
_ARTICLE = rf"第? ?{_N} ?条(?:之{_HAN})?"
_LIST = rf"(?:第 ?{_N}(?: ?[、和及与至到-] ?第? ?{_N}){{1,4}} ?条|{_ARTICLE}(?: ?[、和及与,] ?{_ARTICLE}){{0,4}})"
LAW_REGEX = (
    rf"(?:{_LAW_BOOK}(?:的|中|里)?(?: ?{_LIST}{_ITEM}{{0,3}})?|{_LAW_NAMES}(?:的|中|里|规定的?)?(?: ?{_LIST}{_ITEM}{{0,3}}))"
)
_LAW_PARTS = rf"(?P<book>《[^》]+》)|(?P<name>{_LAW_NAMES})"


def parse_law(text: str) -> Value | None:
    """A statute and its articles: ``norm`` is ``保险法/16条/4款``, or ``保险法`` where no article is named.

    ``number`` is the first article, ``unit`` the law, ``extra`` the articles (``("16", "17")``).
    """
    match = compiled(_LAW_PARTS).match(text)
    if not match:
        return None
    law = match.group().strip("《》").removeprefix("中华人民共和国")
    rest = text[match.end() :]
    cited = re.match(rf"(?:的|中|里|规定的?)? ?(?P<list>{_LIST})", rest)
    if not cited:
        return Value("law", law, None, law)
    numbers = [f"{chinese_number(found) or 0:.0f}" for found in re.findall(rf"(?<!之){_N}", cited["list"])]
    after = _steps(cited["list"] + rest[cited.end() :])
    steps = after if len(numbers) == 1 else [",".join(numbers) + "条"]
    return Value("law", "/".join([law, *steps]), float(numbers[0]), law, tuple(numbers))


_CLAUSE_LITERALS = (
    *"条章节编《(（①②③④⑤",
    *("部分", "责任", "免除", "免责", "释义", "特约", "约定", "须知", "告知", "批单", "赔偿处理", "保障", "合同", "申请", "义务"),
)
CLAUSE = ValueType("clause", CLAUSE_REGEX, _CLAUSE_LITERALS, parse_clause)
CLAUSE_TITLE = ValueType("clause-title", TITLE_REGEX, ("《",), parse_title)
LAW = ValueType("law", LAW_REGEX, ("《", "法", "条例"), parse_law)
