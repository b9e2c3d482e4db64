"""Vetoes: why words that look like the thing are not it. Each looks at the folded turn around a hit.

negation    没有、不、别 … in the same clause before the hit
question    the clause asks (吗、没有、是不是、多少 …)
quotation   inside quotation marks, or reported: 您刚说、医生说、他们说
hypothesis  如果、万一、要是 … before the hit in the same sentence
promise     稍后、回头、到时候 … before or just after the hit in the same sentence
past        上次、之前、昨天已经 … (reports what was said in another contact)
"""

from __future__ import annotations

from checker.regexes import regex

CLAUSE = "。?!;,\n:"
SENTENCE = "。?!;\n"

_NEGATION = regex(
    r"(?:没有?|不(?:会|能|能够|是|用|需要?|要|可以|必|太|想|一定|见得|算|方便)?|未(?:能|曾|予)?|无法|并非|别|甭|莫|从来没|还没|不曾)"
    r"(?:再|去|给|跟|和|向|把|被|您|你|他|我们?|咱们?|单独|具体|直接|给您|提前|来得及|得及|法|说过?|讲过?|提过?|收到|看到){0,3}$"
)
_QUESTION_AFTER = regex(r"^[^。?!;\n]{0,8}?(?:[吗么嘛]?\?|吗|没有?(?=$|[。?!,;])|是不是|是吧\?|对不对|了没)|^[^。?!;\n]{0,14}\?")
_QUESTION_BEFORE = regex(r"(?:是不是|有没有|是否|能不能|要不要|可不可以|什么|哪个|多少|怎么)[^。?!;,\n]{0,6}$")
_REPORTED = regex(
    r"(?:(?<![跟和给对同])(?:您|你|他|她|客户|医生|大夫|交警|人家|对方|网上|朋友|邻居|业务员|代理人|同事|他们|你们)"
    r"(?:们|刚才?|之前|上次|也|都|不是|还|老|总){0,3}(?:说|讲|反映|提到|写|告诉)(?:的|过|了|是)?[^。?!;,\n]{0,8}|所谓(?:的)?|叫做?)$"
)
_HYPOTHESIS = regex(
    r"(?:如果|(?<![主只重需])要是|假如|假设|万一|倘若|一旦|就算|即使|哪怕|除非|若是?|比如说?|打比方|的话)[^。?!;\n]{0,16}$"
)
_PROMISE_BEFORE = regex(
    r"(?:稍后|稍晚|回头|待会儿?|等会儿?|过会儿?|一会儿?|晚点|晚些|之后|到时候?|届时|后续|下次|改天|过两天|过几天|将会?)[^。?!;\n]{0,14}$"
)
_PROMISE_AFTER = regex(
    r"^[^。?!;,\n]{0,8}(?:稍后|回头|待会|等会|晚点|到时候|之后再|后续|下次|过两天|过几天|再(?:告诉|跟|给|发|说|通知))"
)
_PAST = regex(r"(?:上次|上回|之前|先前|前几天|那天|当时|昨天已?|早就|已经?跟[您你]?)[^。?!;\n]{0,12}$")
_QUOTES = regex(r"[“\"「『‘'][^”\"」』’'\n]{0,80}[”\"」』’']")


def _before(text: str, at: int, stops: str) -> str:
    start = max((text.rfind(stop, 0, at) for stop in stops), default=-1)
    return text[start + 1 : at]


def negation(text: str, at: int, to: int) -> bool:
    """没…、不… directly before."""
    return bool(_NEGATION.search(_before(text, at, CLAUSE)))


def question(text: str, at: int, to: int) -> bool:
    """The clause is a question."""
    return bool(_QUESTION_AFTER.search(text[to : to + 20]) or _QUESTION_BEFORE.search(_before(text, at, CLAUSE)))


def quotation(text: str, at: int, to: int) -> bool:
    """Quoted or reported speech."""
    if any(m.start() < at and to < m.end() for m in _QUOTES.finditer(text)):
        return True
    return bool(_REPORTED.search(_before(text, at, CLAUSE)))


def hypothesis(text: str, at: int, to: int) -> bool:
    """如果…"""
    return bool(_HYPOTHESIS.search(_before(text, at, SENTENCE))) or text[to : to + 3].startswith("的话")


def promise(text: str, at: int, to: int) -> bool:
    """Said for later."""
    return bool(_PROMISE_BEFORE.search(_before(text, at, SENTENCE)) or _PROMISE_AFTER.search(text[to : to + 16]))


def past(text: str, at: int, to: int) -> bool:
    """Said in an earlier contact."""
    return bool(_PAST.search(_before(text, at, SENTENCE)))


VETOES = {
    "negation": negation,
    "question": question,
    "quotation": quotation,
    "hypothesis": hypothesis,
    "promise": promise,
    "past": past,
}
NAMES = {
    "negation": "被否定",
    "question": "是在询问",
    "quotation": "是引述别人的话",
    "hypothesis": "只是假设",
    "promise": "只说以后再说",
    "past": "说的是以前",
    "speaker": "不是该角色说的",
    "unless": "说的是别的事",
    "context": "上下文不符",
}
