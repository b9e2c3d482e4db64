"""The report that a QA lead reads: breaches by chapter of the standard, the words that prove them, what to say instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.language import Rule, Ruleset
from checker.model import Evidence, Result, Turn, Verdict
from checker.report import quote
from checker.report.jsonl import number
from checker.report.tally import Tally

KIND = {"call": "电话", "chat": "在线会话", "letter": "信函", "case": "案件"}
ROLE = {"agent": "客服", "customer": "客户", "system": "系统", "bot": "机器人", "other": "其他人", "unknown": "未标明"}
SEVERITY = {"error": "错误", "warning": "警告", "info": "提示"}
CHAPTERS = "一二三四五六七八九十"
MOST_COMMON = 5
RED, GREEN, YELLOW, BOLD, DIM = "31", "32", "33", "1", "2"


class Look(NamedTuple):
    """How much is shown and how: passes too, personal numbers starred, colours."""

    verbose: bool = False
    masked: bool = True
    colour: bool = False


def write(results: Iterable[Result], ruleset: Ruleset, tally: Tally, look: Look = Look()) -> Iterator[str]:  # noqa: B008
    """The report piece by piece, one record at a time, then the totals that ``tally`` holds by then."""
    page = _Page(ruleset, look)
    for result in results:
        yield "\n".join(page.record(result)) + "\n\n"
    if tally.records:
        yield "\n".join(page.totals(tally)) + "\n"


class _Page:
    def __init__(self, ruleset: Ruleset, look: Look) -> None:
        self.rules = {rule.id: rule for rule in ruleset.rules}
        self.clauses = dict(ruleset.clauses)
        self.names = {name: title or name for name, title, _ in (*ruleset.scenes, *ruleset.letter_types)}
        self.look = look

    def paint(self, text: str, *codes: str) -> str:
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.look.colour and text else text

    def record(self, result: Result) -> Iterator[str]:
        """The lines of one record; those of a case's contacts follow, indented."""
        yield self.header(result)
        for chapter, verdicts in self.chapters(result):
            yield self.paint(chapter, BOLD)
            for verdict in verdicts:
                yield from self.verdict(result, verdict)
        for state, mark, word, colour in (("pass", "✓", "满足", GREEN), ("na", "–", "不适用", DIM)):
            titles = [self.rules[v.rule].title for v in result.verdicts if v.verdict == state]
            if titles and (state == "pass") != self.look.verbose:
                yield self.paint(f"{mark} {word} {len(titles)} 条", colour) + f"：{'、'.join(titles)}"
        for index, contact in enumerate(result.contacts, 1):
            for at, line in enumerate(self.record(contact)):
                yield f"  └ 第 {index} 次往来  {line}" if not at else f"    {line}"

    def header(self, result: Result) -> str:
        record, score = result.record, result.score
        named = "、".join(self.names.get(name, name) for name in (*result.scenes, *result.letter_type))
        head = self.paint(quote.shown(record.id, False), BOLD) + f"  {KIND[record.kind]}" + (f" · {named}" if named else "")
        if score.value is None:
            return head + "  不计分（适用的要求太少）"
        head += f"  得分 {number(score.value)}，{score.grade} 级"
        if any(name == "fatal" for name, _ in score.ledger):
            head += "  " + self.paint(f"一票否决（否决前 {number(score.before_veto)} 分）", BOLD, RED)
        return head

    def chapters(self, result: Result) -> Iterator[tuple[str, list[Verdict]]]:
        """What is to be shown one by one, by chapter in the order of the standard."""
        wanted = ("fail", "unknown", "pass") if self.look.verbose else ("fail", "unknown")
        groups: dict[str, list[Verdict]] = {_chapter(clause): [] for clause in self.clauses}
        for verdict in result.verdicts:
            if verdict.verdict in wanted:
                groups.setdefault(_chapter(self.rules[verdict.rule].clause), []).append(verdict)
        for name, verdicts in groups.items():
            if verdicts:
                yield f"第{name}节 {self.clauses.get(name, '')}".rstrip() if name in CHAPTERS else name, verdicts

    def verdict(self, result: Result, verdict: Verdict) -> Iterator[str]:
        rule = self.rules[verdict.rule]
        if verdict.verdict == "pass":
            yield f"  {self.paint('✓', GREEN)} {rule.title}（{rule.id}）"
            for item in verdict.evidence[:1]:
                yield from self.quote(result, item, GREEN)
        elif verdict.verdict == "unknown":
            why = self.safe(verdict.message or verdict.reason)
            yield f"  {self.paint('?', YELLOW)} 未能判断  {rule.title}（{rule.id}）：{why}"
        else:
            yield from self.breach(result, verdict, rule)

    def breach(self, result: Result, verdict: Verdict, rule: Rule) -> Iterator[str]:
        sort = f"（{verdict.kind}）" if verdict.kind and verdict.kind not in verdict.message else ""
        mark = self.paint(f"✗ {SEVERITY[rule.severity]}", RED, BOLD)
        yield f"  {mark}  {rule.title}（{rule.id}）：{self.safe(verdict.message)}{sort}"
        absent = [slot for slot in verdict.missing if slot not in verdict.message]
        if absent:
            yield f"      缺少：{'、'.join(absent)}"
        near = verdict.nearest[:1]
        if verdict.searched and verdict.searched[1] > verdict.searched[0]:
            unit = "行" if result.record.kind == "letter" else "次往来" if result.record.kind == "case" else "句"
            first, last = verdict.searched[0] + 1, verdict.searched[1]
            yield f"      查找了第 {first}–{last} {unit}，没有找到" + ("；最接近的：" if near else "")
        elif near:
            yield "      已有的说法："
        for item in near:
            yield from self.quote(result, item, YELLOW, "不算" if verdict.searched else "")
        for item in verdict.evidence:
            if item not in verdict.nearest:
                yield from self.quote(result, item, RED)
        if rule.suggestion:
            yield f"      建议：{self.safe(rule.suggestion)}"

    def quote(self, result: Result, item: Evidence, colour: str, fault: str = "") -> Iterator[str]:
        """The turn with carets under the words; the remark on them, and ``fault``, stand behind the carets."""
        record = result.record.contacts[item.contact] if item.contact >= 0 else result.record
        where = f"第 {item.contact + 1} 次往来 " if item.contact >= 0 else ""
        if record.kind == "letter":
            head = f"      {where}第 {item.turn + 1} 行："
        else:
            turn: Turn = record.turns[item.turn]
            head = f"      {where}第 {item.turn + 1} 句 {ROLE.get(turn.role, turn.role)}："
        text, carets = quote.lines(head, record.turns[item.turn].text, item.start, item.end, self.look.masked)
        yield text
        remark = "，".join(filter(None, [item.note, fault]))
        stripped = carets.rstrip("^")
        shown = stripped + self.paint(carets[len(stripped) :], colour) if carets else quote.blank(head)
        if carets or remark:
            yield f"{shown} {self.paint(remark, DIM)}".rstrip()

    def safe(self, text: str) -> str:
        return quote.shown(text, self.look.masked)

    def totals(self, tally: Tally) -> Iterator[str]:
        """The last lines."""
        count = f"共检查 {tally.records} 份记录" + (f"（含 {tally.contacts} 次往来）" if tally.contacts else "")
        verdicts = tally.verdicts
        words = (("pass", "满足"), ("fail", "违反"), ("na", "不适用"), ("unknown", "未能判断"))
        line = f"{count}：" + "，".join(f"{word} {verdicts[state]}" for state, word in words)
        yield self.paint(line, BOLD) + (f"；另有 {tally.rejected} 条没有读取" if tally.rejected else "")
        if tally.mean is not None:
            yield f"平均分 {number(round(tally.mean, 1))}（{tally.scored} 份计分）"
        common = sorted(tally.breaches.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_COMMON]
        if common:
            yield "最常见的违反：" + "、".join(f"{self.rules[rule].title} {count} 次" for rule, count in common)


def _chapter(clause: str) -> str:
    """The chapter of the standard to which a clause belongs; of several clauses the first counts."""
    return clause.partition("/")[0].partition(".")[0]
