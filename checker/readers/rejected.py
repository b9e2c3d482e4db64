"""What could not be read, and the message of every possible defect (docs/input-formats.md lists the same table)."""

# Annotations are not postponed: see model.py.

from typing import NamedTuple


class Rejected(NamedTuple):
    """A record, row or file that was not read.

    ``place`` is ``path:line`` or ``path``; ``what`` says in Chinese what is wrong, ``mend`` how to mend it;
    ``raw`` is the line as read, or "" where there is none to show.
    """

    place: str
    what: str
    mend: str
    raw: str = ""


class Defect(Exception):
    """Raised inside the readers and turned into a Rejected at the door; ``line`` is the line it concerns, or 0."""

    def __init__(self, code: str, line: int = 0, **values: object) -> None:
        what, mend = DEFECTS[code]
        values = {key: _short(value) for key, value in values.items()}
        self.code = code
        self.what = what.format(**values)
        self.mend = mend.format(**values)
        self.line = line
        super().__init__(self.what)

    def rejected(self, path: str, line: int = 0, raw: str = "") -> Rejected:
        """This defect as a Rejected at ``path``, at the defect's own line or else at ``line`` (0: the whole file)."""
        at = self.line or line
        return Rejected(f"{path}:{at}" if at else path, self.what, self.mend, raw)


def _short(value: object) -> str:
    """``value`` fit for a message: on one line, at most 200 characters, nothing that a terminal would obey."""
    text = "".join(char if char.isprintable() or char == "\u3000" else "\ufffd" for char in str(value))
    return text if len(text) <= 200 else text[:199] + "…"


TIME_MEND = "时间是从记录开头起算的秒数，例如 12.5"

DEFECTS: dict[str, tuple[str, str]] = {
    # paths and files
    "not-found": ("找不到这个文件或文件夹", "请检查路径是否写对"),
    "no-match": ("没有文件符合这个通配符", "请检查通配符，例如 录音/*.jsonl"),
    "empty-folder": ("文件夹里没有文件", "请放入要检查的记录，或换一个文件夹"),
    "not-a-file": ("这不是普通文件，没有读取", "请换成普通文件"),
    "unknown-suffix": ("不认识后缀“{suffix}”", "能读的后缀：{known}"),
    "unreadable": ("打不开：{reason}", "请检查文件权限或文件是否仍在"),
    "empty-file": ("文件是空的", "请放入要检查的记录"),
    "bad-encoding": ("文字编码无法识别（从第 {byte} 个字节起）", "请另存为 UTF-8 编码后再试"),
    "not-text": ("不是文本文件，或是没有 BOM 的 UTF-16", "请另存为 UTF-8 编码后再试"),
    "line-too-long": ("这一行超过 {limit} MB", "请检查是否缺少换行，或把记录拆开"),
    # JSON
    "bad-json": ("不是合法的 JSON：第 {column} 列，{reason}", "请改正这一处；JSONL 每行一个完整的对象"),
    "too-deep": ("JSON 嵌套太深", "请减少嵌套的层数"),
    "bad-number": ("含有 NaN、Infinity 或过大的数值", "请改成普通数值，或删去这个字段"),
    "not-object": ("应为一个 JSON 对象，实为{got}", '请写成 {{"id": …, "turns": […]}} 的形式'),
    # canonical records
    "bad-id": ("id 应为文字，实为{got}", "请把 id 改为文字，或删去 id 由系统按行号编号"),
    "blank-id": ("id 是空的", "请填写 id，或删去 id 由系统按行号编号"),
    "duplicate-id": ("编号“{id}”在本次输入中重复", "请给每条记录不同的编号，或去掉重复的记录"),
    "unknown-kind": ("{where}kind“{kind}”不认识", "请用 {allowed}"),
    "no-kind": ("{where}看不出是哪类记录：没有 turns、text 或 contacts", "对话写 turns，信件写 text，案件写 contacts"),
    "no-turns": ("{where}没有 turns，或 turns 是空的", "请写出至少一句对话"),
    "turns-not-list": ("{where}turns 应为列表，实为{got}", "请写成 [{{…}}, {{…}}] 的形式"),
    "turn-not-object": ("{where}应为一个 JSON 对象，实为{got}", '请写成 {{"role": "agent", "text": "…"}} 的形式'),
    "text-missing": ("{where}缺少 text", "请补上原文；没有文字时写空字符串"),
    "text-not-string": ("{where}text 应为文字，实为{got}", "请把原文写成字符串"),
    "blank-letter": ("{where}信件没有正文", "请补上信件的正文"),
    "text-surrogate": ("{where}text 含有残缺的代理字符（半个 emoji 之类）", "请重新导出，或删去这个字符"),
    "text-nul": ("{where}text 含有空字符（NUL）", "请删去这个字符"),
    "field-surrogate": ("字段里含有残缺的代理字符（半个 emoji 之类）", "请重新导出，或删去这个字符"),
    "unknown-role": ("{where}角色“{role}”不认识", "请用 {allowed}；或在列映射的 roles 里说明它是谁"),
    "field-not-string": ("{where}{field} 应为文字，实为{got}", "请改成字符串"),
    "time-not-number": ("{where}{field} 应为数值，实为{got}", TIME_MEND),
    "time-not-finite": ("{where}{field} 不是有限的数值", TIME_MEND),
    "time-negative": ("{where}{field} 是负数（{value}）", TIME_MEND),
    "time-end-first": ("{where}end（{end}）早于 start（{start}）", "请检查这一句的起止时间"),
    "time-back": ("{where}start（{start}）早于上一句的 {before}", "请按时间先后排列各句"),
    "bad-started-at": ("{where}{field}“{value}”不是 ISO 格式的日期时间", "请写成 2025-03-04T09:12:00 的形式"),
    "contacts-missing": ("案件没有 contacts，或 contacts 是空的", "请写出至少一次往来"),
    "contacts-not-list": ("contacts 应为列表，实为{got}", "请写成 [{{…}}, {{…}}] 的形式"),
    "contact-not-object": ("{where}应为一个 JSON 对象，实为{got}", '请写成 {{"kind": "call", "turns": […]}}'),
    "contact-kind": ("{where}往来不能又是案件", "每次往来用 call、chat 或 letter"),
    "contact-no-start": ("{where}缺少 started_at", "请写出这次往来的时间，例如 2025-03-04T09:12:00"),
    "contacts-order": ("{where}started_at（{value}）早于上一次往来（{before}）", "请按时间先后排列 contacts"),
    # plain text
    "plain-no-turns": ("这条记录没有内容", "请补上内容，或删去这条记录"),
    "plain-case": ("纯文本和表格不能表示案件", "案件请用 JSON 或 JSONL，写出 contacts"),
    # tables
    "bad-table": ("表格读不了：{reason}", "请重新导出；引号要成对，CSV 用逗号、分号或制表符分隔"),
    "no-text-column": ("找不到内容列；表里的列有：{columns}", "请用列映射指明，例如 text=内容,role=角色,id=通话编号"),
    "no-rows": ("只有表头，没有数据行", "请放入要检查的记录"),
    "row-no-id": ("这一行没有编号", "请在每一行填写编号；合并的单元格请先拆开并填满"),
    "row-too-long": ("这一行有 {cells} 格，表头只有 {columns} 格", "请检查是否多了分隔符；含分隔符的内容要加引号"),
    "row-bad-time": ("{field}“{value}”不是能识别的时间", "请写秒、毫秒、00:01:02 或 2025-03-04 09:12:00"),
    "row-blank-text": ("这一行信件没有正文", "请补上信件的正文"),
    "bad-xlsx": ("不是能读的 .xlsx 工作簿", "若有密码请先去掉；旧版 .xls 请另存为 .xlsx"),
    "xlsx-too-big": ("工作簿解压后超过 {limit} MB", "请拆成几个文件，或导出为 CSV"),
    "no-openpyxl": ("读 .xlsx 需要 openpyxl", "请先安装：pip install openpyxl；或导出为 CSV"),
}


def kind_of_value(value: object) -> str:
    """The Chinese name of a JSON value's type, for messages."""
    if value is None:
        return "空值"
    if isinstance(value, bool):
        return "真假值"
    if isinstance(value, int | float):
        return "数值"
    if isinstance(value, str):
        return "文字"
    if isinstance(value, list):
        return "列表"
    return "对象"
