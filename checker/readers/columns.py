"""Which column of a table is which field: by the company's mapping first, then by the words that exports use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from checker.errors import InputError
from checker.readers.mapping import COLUMN_KEYS
from checker.regexes import regex

# Where several columns fit a field, the word that stands first wins.
WORDS = {
    "id": "会话id 会话编号 会话号 通话id 通话编号 通话号 录音编号 录音id 录音流水号 流水号 记录编号 记录id 信件编号 "
    "对话id 对话编号 callid sessionid conversationid dialogid recordid chatid contactid call 编号 id",
    "role": "role 角色 说话人角色 speakerrole 身份 说话人 发言人 讲话人 发送方 发送人 发送者 speaker sender from channel 声道",
    "text": "text 内容 文本 原文 对话内容 会话内容 通话内容 消息内容 聊天内容 转写 转写文本 识别结果 消息 正文 "
    "信件正文 话术 content message msg utterance transcript sentence body",
    "start": "start 开始 起始 开始时间 起始时间 开始时刻 句开始时间 starttime begin begintime bg offset 偏移 "
    "发送时间 消息时间 sendtime timestamp 时间戳 时间 time",
    "end": "end 结束 结束时间 结束时刻 句结束时间 endtime ed stop stoptime",
    "speaker": "speaker 姓名 昵称 说话人 说话人姓名 发言人 发送人 发送者 speakername sendername name",
    "type": "type 消息类型 内容类型 msgtype messagetype contenttype",
    "kind": "kind 记录类型 会话类型 渠道 业务渠道 recordtype",
    "started_at": "startedat 通话开始时间 会话开始时间 通话时间 会话时间 进线时间 来电时间 拨打时间 日期时间 "
    "通话日期 会话日期 日期 callstart callstarttime calltime calldate datetime date",
    "agent": "agent 坐席工号 座席工号 客服工号 坐席编号 坐席id 工号 坐席 座席 客服 坐席姓名 客服姓名 "
    "agentid agentno staffid agentname",
    "team": "team 班组 团队 小组 组别 坐席组 技能组 部门 group department skillgroup",
    "case_id": "caseid 案件号 案件编号 报案号 赔案号 立案号 case claimno claimid claimnumber reportno",
    "company": "company 公司 公司名称 保险公司 机构",
}
ROLE_ONLY = ("role", "角色", "说话人角色", "身份", "speakerrole")
UNIT = regex(r"(.+?)[(\[]?(毫秒|milliseconds|millis|msec|ms|秒|seconds|secs|sec|s)[)\]]?")
KIND_WORDS = {
    "call": "call 通话 电话 语音 呼入 呼出 来电 phone voice",
    "chat": "chat 会话 在线 聊天 文字 微信 在线客服 im text online wechat",
    "letter": "letter 信件 信函 函件 通知书",
}
KIND_OF = {word: kind for kind, words in KIND_WORDS.items() for word in words.split()}
FIELDS_OF: dict[str, tuple[str, ...]] = {}
for _field, _words in WORDS.items():
    for _word in _words.split():
        FIELDS_OF[_word] = (*FIELDS_OF.get(_word, ()), _field)


class Columns(NamedTuple):
    """``at``: field → index of its column. ``others``: index → name of every further named column.

    ``start_unit`` is the unit that the header of the column ``start`` names: ``s``, ``ms`` or "".
    """

    at: dict[str, int]
    others: dict[int, str]
    start_unit: str


def folded(header: str) -> str:
    """``header`` for comparison: half-width, lower case, without blanks, ``_``, ``-`` and ``.``."""
    return re.sub(r"[\s_\-.]+", "", unicodedata.normalize("NFKC", header).strip().lower())


def unit_of(header: str) -> tuple[str, str]:
    """The folded name without a unit at its end, and the unit or "": ``开始(毫秒)`` is ``("开始", "ms")``."""
    name = folded(header)
    match = UNIT.fullmatch(name)
    if name in FIELDS_OF or not match or match[1] not in FIELDS_OF:
        return name, ""
    return match[1], "ms" if match[2].startswith(("m", "毫")) else "s"


def fields_of(header: str) -> tuple[str, ...]:
    """The fields that a column or header line called ``header`` may be, most likely first."""
    return FIELDS_OF.get(unit_of(header)[0], ())


def find(header: list[str], mapping: Mapping[str, Any], place: str) -> Columns:
    """The columns of a table with the names ``header``.

    Raises InputError for a column in ``mapping`` that the table does not have.
    """
    at = {field: _named(header, mapping[field], place) for field in COLUMN_KEYS if field in mapping}
    taken = set(at.values())
    has_role = any(folded(name) in ROLE_ONLY for name in header)
    for field, listed in WORDS.items():
        if field in at:
            continue
        words = listed.split()
        fits = []
        for index, name in enumerate(header):
            fields = fields_of(name)
            if index in taken or field not in fields:
                continue
            if field == "role" and has_role and "speaker" in fields:
                continue  # beside a column of roles, a column of speakers holds names
            fits.append((words.index(unit_of(name)[0]), index))
        if fits:
            at[field] = min(fits)[1]
            taken.add(at[field])
    others: dict[int, str] = {}
    names: set[str] = set()
    for index, name in enumerate(header):
        name = name.strip()
        if index not in taken and name and folded(name) != "gold":
            others[index] = f"{name}_{index + 1}" if name in names else name
            names.add(name)
    return Columns(at, others, unit_of(header[at["start"]])[1] if "start" in at else "")


def _named(header: list[str], name: str, place: str) -> int:
    names = [item.strip() for item in header]
    if name.strip() in names:
        return names.index(name.strip())
    close = [folded(item) for item in header]
    if folded(name) in close:
        return close.index(folded(name))
    there = "、".join(item for item in names if item)
    raise InputError(f"表里没有“{name}”这一列", place, f"表里的列有：{there}")
