"""case-promise: what was promised for a stated time in one contact of a case is kept by a later contact in time."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from checker.checks.context import Context, na
from checker.checks.timeline import END_OF_DAY, Event, case_calendar, covered, day, events, judged, promised, proofs, started
from checker.language import Rule
from checker.model import Hit, Verdict

PARAMS = {
    "promise": ("condition", True, "带时间的承诺（命中要带时长、期限、日期或时刻）"),
    "kept-by": ("condition", True, "哪种往来算兑现（如客服主动联系）"),
    "or-by": ("condition", False, "哪种别的往来在期限前也算（如客户来电且已答复）"),
}


class Promise(NamedTuple):
    """A promise made in a contact: ``until`` is the last moment for keeping it."""

    made: Event
    until: datetime.datetime


def judge(context: Context, rule: Rule, trigger: tuple[Hit, ...]) -> Verdict:
    """fail with the first promise that fell due unkept; na if none fell due within the record."""
    return judged(_judge, context, rule)


def _judge(context: Context, rule: Rule) -> Verdict:
    promises = [p for index in range(len(context.contacts)) for p in _made(context, rule, index)]
    known = covered(context)
    keepers = events(context, rule.params["kept-by"])
    others = events(context, rule.params["or-by"]) if "or-by" in rule.params else []
    kept: list[Event] = []
    for promise in promises:
        if promise.until > known:
            continue
        keeper = _keeper(context, promise, keepers) or _keeper(context, promise, others)
        if keeper is None:
            return _broken(context, rule, promise, keepers)
        kept += [keeper, promise.made]
    return Verdict(rule.id, "pass", evidence=proofs(context, *kept)) if kept else na(rule)


def _broken(context: Context, rule: Rule, promise: Promise, keepers: list[Event]) -> Verdict:
    late = [event for event in keepers if event.contact > promise.made.contact][:1]
    until = day(promise.until)
    if promise.until.time() != END_OF_DAY:
        until += f"{promise.until.hour}点" + (f"{promise.until.minute}分" if promise.until.minute else "")
    message = rule.message.replace("{from}", day(promise.made.at)).replace("{due}", until)
    message = message.replace("{to}", f"{day(late[0].at)}才联系" if late else "一直没有联系")
    return Verdict(rule.id, "fail", message=message, evidence=proofs(context, promise.made, *late))


def _made(context: Context, rule: Rule, index: int) -> list[Promise]:
    """The promises of one contact, one for each different time."""
    contact = context.contacts[index]
    out: dict[datetime.datetime, Promise] = {}
    hits = [hit for hit in contact.holds(rule.params["promise"]) or () if hit.value is not None]
    for hit in hits:
        if any(_inside(hit, other) for other in hits):
            continue  # part of a longer wording: 五月八号当天…
        at = started(contact) + datetime.timedelta(seconds=contact.record.turns[hit.turn].start or 0)
        until = promised(hit.value, contact.text(hit), at, case_calendar(context))
        if until is not None and until >= at:
            out.setdefault(until, Promise(Event(at, index, hit), until))
    return list(out.values())


def _inside(hit: Hit, other: Hit) -> bool:
    same = (hit.at, hit.to) == (other.at, other.to)
    return hit.turn == other.turn and other.at <= hit.at and hit.to <= other.to and not same


def _keeper(context: Context, promise: Promise, found: list[Event]) -> Event | None:
    """The first later contact of ``found`` that began in time."""
    for event in found:
        begin = started(context.contacts[event.contact])
        if event.contact > promise.made.contact and begin <= promise.until:
            return event
    return None
