"""Typed values in folded text: what is found, its canonical form, and look-alikes that are left alone."""

from __future__ import annotations

import datetime
import re

import pytest

from checker.concepts.values import VALUES, Value, find, hours, pattern, resolve, workdays

# type → "text = canonical forms joined by |", one after another with " ; " between; a text alone: nothing may be found in it
ROWS = {
    "duration": r"""
        三到五个工作日 = 5 workday ; 3-5个工作日 = 5 workday ; 预计5个工作日内到账 = 5 workday ; t+3到账 = 3 workday
        t加三 = 3 workday ; 72小时 = 72 hour ; 七十二个小时 = 72 hour ; 三个工作日内支付 = 3 workday ; 半小时 = 0.5 hour
        半个小时之内给您回 = 0.5 hour ; 十来分钟 = 10 minute ; 一周 = 1 week ; 两个礼拜 = 2 week ; 一个月左右 = 1 month
        15日 = 15 day ; 十天半个月 = 0.5 month ; 俩小时 = 2 hour ; 一个半月 = 1.5 month ; 两个半小时 = 2.5 hour
        三天半 = 3.5 day ; 十几天 = 19 day ; 二十多天了 = 29 day ; 三个多月了 = 4 month ; 七八年了吧 = 8 year
        三五个工作日 = 5 workday ; 三两天 = 3 day ; 一两天 = 2 day ; 二三十天 = 30 day ; 十五到二十分钟左右 = 20 minute
        五 个工作日 = 5 workday ; 30 天内 = 30 day ; 24 小时里头 = 24 hour ; 半个钟到 = 0.5 hour ; 一刻钟 = 15 minute
        三十秒 = 0.5 minute ; 个把月 = 1 month ; 一年零三个月 = 15 month ; 1小时30分钟 = 90 minute ; 1小时30分 = 90 minute
        一个月零一天 = 31 day ; 三个自然日 = 3 day ; 半年 = 0.5 year ; 两周年 = 2 year ; 两月 = 2 month
        四十来分钟 = 40 minute ; 三天到五天 = 5 day ; 三天五天的 = 5 day ; 一到两周 = 2 week ; 二十日内 = 20 day
        3个工作日至5个工作日 = 5 workday ; 等待期九十天等待期内 = 90 day ; 万一三天没到 = 3 day ; 一周到账 = 1 week
        一百八十天里面 = 180 day ; 36个月 = 36 month
        半个多月里 = 1 month ; 三个月 九十天才赔 = 3 month|90 day ; 十个工作天 = 10 workday
        一点点 ; 三者险 ; 十分抱歉 ; 稍等一下 ; 万一 ; 千万别 ; 百万医疗 ; 一日三餐 ; 周某 ; 年纪大了 ; 第三天 ; 三月
        6月15日 ; 2025年 ; 二零二五年 ; 25年3月投的 ; 有一天 ; 下一周 ; 下一年 ; 7×24小时 ; 三年级 ; 三周岁 ; 周三天气
        半月板损伤 ; 几天 ; 九几年的房子 ; 96 年的 ; 一天到晚 ; 5日前 ; 沙发八千天花板 ; 一会儿 ; 今天 ; 一起 ; 十周某
        三百一天 ; 周二天黑
    """,
    "deadline": r"""
        明天给您 = day+1 ; 明天上午 = day+1 ; 明天下午六点前 = day+1 ; 后天 = day+2 ; 大后天 = day+3 ; 今天下班前 = day+0
        今晚八点前 = day+0 ; 本周五前 = week+0-5 ; 这周五之前 = week+0-5 ; 下礼拜一 = week+1-1 ; 下个星期三上午 = week+1-3
        下下周二 = week+2-2 ; 月底前 = month+0-end ; 本月底 = month+0-end ; 6月20号之前 = --06-20 ; 二十号以前 = ---20
        2025年6月12日前 = 2025-06-12 ; 2025-06-12之前 = 2025-06-12 ; 周五之前我给您回 = week?-5 ; 本周内 = week+0-7
        下周给您答复 = week+1-7 ; 下个月十五号 = month+1-15 ; 三点之前 = day+0 ; 明天十一点 = day+1 ; 5月底前 = --05-end
        三月初 = --03-10 ; 年底前 = year+0-end ; 次日 = day+1 ; 当天 = day+0 ; 明儿上午十点以前 = day+1 ; 20日前 = ---20
        十一月中旬 = --11-20 ; 下班之前 = day+0 ; 周四十点 = week?-4 ; 这个月三十号之前 = month+0-30
        2025年4月30日为止 = 2025-04-30 ; 9月24日24:00前 = --09-24 ; 明年年底 = year+1-end ; 今年12月底 = year+0-12-end
        2026年3月底前 = 2026-03-end ; 十四号中午前 = ---14
        2月30日前 ; 后天性疾病 ; 先天后天 ; 明后天 ; 以后天天来 ; 三个月内 ; 每周一 ; 上周五 ; 一周一次 ; 充当日常
        周一至周五上班 ; 去年底 ; 当日期限 ; 年前买的 ; 周先生 ; 这个月又来
    """,
    "date": r"""
        2025年3月11日 = 2025-03-11 ; 2025-03-11 = 2025-03-11 ; 2025/3/11 = 2025-03-11 ; 2025.3.11 = 2025-03-11
        二〇二五年五月二十日 = 2025-05-20 ; 二零二五年十二月三十一号 = 2025-12-31 ; 3月11日 = --03-11 ; 十一号 = ---11
        三月十一 = --03-11 ; 12 月 26 号 = --12-26 ; 去年八月八号 = year-1-08-08 ; 上个月二十六号 = month-1-26
        2025年3月 = 2025-03 ; 25年3月11日 = 2025-03-11 ; 二五年六月一号 = 2025-06-01 ; 今年1月17日 = year+0-01-17
        8月29日、8月30日 = --08-29|--08-30
        正月初五 ; 2025年2月29日 ; 13月1日 ; 三十二号 ; 3号楼 ; 工号一二号 ; 中环西路66号 ; 12号线 ; 三号楼 ; 第五号 ; 2.3.1
        三个月十天 ; 9月31号
    """,
    "clock": r"""
        晚上八点半 = 20:30 ; 17:30 = 17:30 ; 五点二十 = 05:20 ; 下午三点一刻 = 15:15 ; 十七点三十分 = 17:30
        十点零四分 = 10:04 ; 中午十二点半 = 12:30 ; 凌晨一点 = 01:00 ; 晚上十二点 = 24:00 ; 上午 11 点前 = 11:00
        13点41分 = 13:41 ; 下午五时 = 17:00 ; 三点之前 = 03:00 ; 九点整 = 09:00 ; 今晚八点 = 20:00 ; 中午一点 = 13:00
        半夜两点 = 02:00 ; 九点半到六点 = 09:30|06:00
        一点点 ; 一点儿 ; 有一点 ; 快一点 ; 三点五万 ; 两点建议 ; 第一点 ; 早点 ; 百分之三点五 ; 这一点没有争议 ; 25:10
        二点三点二
    """,
    "money": r"""
        12,345.67元 = 12345.67 ; ¥12345 = 12345.00 ; 人民币12,345.67元 = 12345.67 ; rmb 12,345.67 = 12345.67
        1.2万元 = 12000.00 ; 三千六百块 = 3600.00 ; 三千六百块钱 = 3600.00 ; 壹万贰仟叁佰肆拾伍元陆角柒分 = 12345.67
        人民币壹万元整 = 10000.00 ; 壹万圆正 = 10000.00 ; 伍仟元整 = 5000.00 ; 玖仟零陆拾元整 = 9060.00
        贰拾玖万壹仟伍佰叁拾伍元叁角整 = 291535.30 ; 三万块 = 30000.00 ; 三百二十七块六 = 327.60 ; 三块五毛 = 3.50
        12元5角 = 12.50 ; 一百二十三元五角六分 = 123.56 ; 五毛钱 = 0.50 ; 两三千块 = 3000.00 ; 3000-5000元 = 5000.00
        三千多块 = 3000.00 ; 一百来块钱 = 100.00 ; 3万5千元 = 35000.00 ; 二十块 = 20.00 ; 28 块一年 = 28.00
        4,215.30 元 = 4215.30 ; 1.5亿元 = 150000000.00 ; 三二零零元 = 3200.00 ; 壹亿零叁拾万元整 = 100300000.00
        两万多元 = 20000.00 ; 五十多块 = 50.00 ; 8千块 = 8000.00 ; 两百块半 = 200.50
        一块去 ; 一块儿 ; 这一块 ; 这块儿 ; 十分抱歉 ; 元旦 ; 三角债 ; 两块玻璃 ; 100美元 ; 一块说 ; 百万医疗 ; 第一块
    """,
    "amount": r"""
        两万 = 20000.00 ; 八千五 = 8500.00 ; 一万二千三 = 12300.00 ; 赔四千八 = 4800.00 ; 六万八千二这个数 = 68200.00
        200 万 = 2000000.00 ; 3万5 = 35000.00 ; 两千六 = 2600.00 ; 一百八 = 180.00 ; 三四千 = 4000.00 ; 3w = 30000.00
        1.5k = 1500.00 ; 一千多呢 = 1000.00 ; 两万一年 = 20000.00 ; 十五六万 = 160000.00 ; 一百二十六万 = 1260000.00
        一万左右 = 10000.00
        万一 ; 千万别 ; 百万医疗 ; 百分之八十 ; 三百天 ; 两千公里 ; 一百个 ; 不怕一万就怕万一 ; 一万一千块 ; 十万火急
        k五百八十六 ; 第一百 ; 四百来块 ; 一千克
    """,
    "percent": r"""
        百分之八十 = 80% ; 80% = 80% ; 八成 = 80% ; 八折 = 80% ; 七成半 = 75% ; 五成五 = 55% ; 八五折 = 85% ; 8.5折 = 85%
        九折 = 90% ; 百分之百 = 100% ; 百分百 = 100% ; 百分之三点五 = 3.5% ; 百分之七十到八十 = 80% ; 2.5% 复利 = 2.5%
        80%-90% = 90% ; 对折 = 50% ; 三到五成 = 50% ; (1-5%) = 5%
        成功 ; 一成不变 ; 骨折 ; 折旧 ; 三成年人 ; 五折腾 ; 百分
    """,
    "clause": r"""
        第六条第(二)项 = 6条/2项 ; 第6条第2款第(3)项 = 6条/2款/3项 ; 条款2.4.1 = 2.4.1 ; 2.3.2条 = 2.3.2
        第四章第八条 = 4章/8条 ; 责任免除第三条 = 3条 ; 第二部分2.3(4) = 2部分/2.3/4项 ; 《某某医疗保险条款》第九条 = 9条
        释义7.12 = 7.12 ; 特别约定第3条 = 3条 ; 第四章责任免除第八条 = 4章/8条 ; 第八条(五) = 8条/5项
        保险条款"责任免除"第五项 = 5项 ; 批单第2号 = 2号 ; 健康告知第3项 = 3项
        《机动车商业保险示范条款(2020版)》第九条 = 9条 ; 第六条第二款 = 6条/2款 ; 条款责任免除第五条第三项 = 5条/3项
        第2.4.1条 = 2.4.1 ; 第六条、第八条第(五)项 = 6条/8条/5项 ; 第二部分二点三 = 2部分/2.3 ; 第十七条之一 = 17-1条
        第 6 条 = 6条 ; 条款第六条款 = 6条 ; 《机动车交通事故责任强制保险条款》第十条 = 10条 ; 特别约定第四项 = 4项
        根据合同约定 ; 依据相关条款 ; 第一条短信 ; 第二条路 ; 《保险法》第十六条 ; 保险法第二十四条 ; 第一点 ; 第三项材料
        2.3万 ; 《某某条例》第二十九条 ; 第二部分赔付
    """,
    "clause-title": r"""
        《康享医疗保险条款》 = 康享医疗保险条款 ; 《机动车商业保险示范条款(2020版)》 = 机动车商业保险示范条款(2020版)
        《团体保险合同》 = 团体保险合同 ; 《宠物医疗险条款》 = 宠物医疗险条款
        《保险法》 ; 《理赔服务指南》 ; 《机动车交通事故责任强制保险条例》 ; 保险条款
    """,
    "law": r"""
        《保险法》第十六条 = 保险法/16条 ; 保险法第二十四条 = 保险法/24条
        《中华人民共和国保险法》第十六条第四款 = 保险法/16条/4款 ; 《保险法》第16、17条 = 保险法/16,17条
        《机动车交通事故责任强制保险条例》第二十九条 = 机动车交通事故责任强制保险条例/29条 ; 《保险法》 = 保险法
        《民法典》第四百九十六条 = 民法典/496条 ; 《保险法》第22条和第23条 = 保险法/22,23条
        保险法规定 ; 《医疗保险条款》第九条 ; 没办法
    """,
    "case-id": r"""
        ct250312 = CT250312 ; 九零五零六八五三 = 90506853 ; 三零二五一一零九七七四三 = 302511097743
        gp2024,0318,00127 = GP2024031800127 ; rdaa201844030000208842 = RDAA201844030000208842
        hc-cx-2025031877 = HCCX2025031877 ; p d a a 二零二四四四零三 = PDAA20244403 ; s二零二五零四,一七七三 = S2025041773
        bx2024 0501 = BX20240501 ; 二零二四杠零零三二 = 20240032 ; 七一零三九 = 71039 ; 9050026001234 = 9050026001234
        九零五三个零二六 = 90500026
        尾四位1234 ; 13800138000 ; 九五五幺八 ; 400-665-2210 ; 12,345,678 ; 2025-03-11 ; 二零二五年 ; 168,000元 ; 一二三四
        covid19 ; (30000-10000)×80% ; 11010119900307123x ; 123456元 ; ab
    """,
    "phone": r"""
        13800138000 = 13800138000 ; 138 0013 8000 = 13800138000 ; 幺三八零零幺三八零零零 = 13800138000
        一三六,四四二八,七一零五 = 13644287105 ; +86 13800138000 = 13800138000 ; 010-62345678 = 01062345678
        0571-61108823转2 = 057161108823-2 ; 400-665-2210 = 4006652210 ; 四零零八八二六六零零 = 4008826600 ; 95518 = 95518
        九五五幺八 = 95518 ; 12378 = 12378 ; 幺二三七八 = 12378 ; 十二三七八 = 12378 ; 139****2263 = 139****2263
        (023-6280-5599) = 02362805599 ; 幺三八三个八幺二三四幺 = 13888812341 ; 95599号楼8888 = 95599 ; 一二三四五 = 12345
        010-12345678 ; 12345678901 ; 131,712-28,500 ; 1380013800 ; 6222021234567890
    """,
    "tail": r"""
        尾号1234 = 1234 ; 尾号四三二一 = 4321 ; 末四位8866 = 8866 ; 尾号是幺二三四 = 1234 ; 尾号三个八 = 888
        后四位零零八八 = 0088 ; 尾号 5527 = 5527 ; 6222****1234 = 1234 ; 6217 **** **** 8866 = 8866 ; 7743 结尾 = 7743
        尾号****7742 = 7742 ; 末四位是3306,三个工作日 = 3306 ; 178尾号3390 = 3390 ; 后六位零八二幺幺四 = 082114
        尾号多少 ; 尾款1234 ; 位1234
    """,
    "id-card": r"""
        11010519491231002x = 11010519491231002X ; 幺幺零幺零五幺九四九幺二三幺零零二叉 = 11010519491231002X
        321003 1991 0817 4426 = 321003199108174426 ; 四二零一零六,一九五八,零三一一,二零四三 = 420106195803112043
        3205**********1273 = 3205**********1273
        110105194913310021 ; 6222021234567890123
    """,
    "bank-card": r"""
        6222 0212 3456 7894 = 6222021234567894 ; 六二二二零二幺二三四五六七八九零幺二三 = 6222021234567890123
        4111111111111111 = 4111111111111111
        13800138000 ; 123456 ; 420106195803112043
    """,
    "plate": r"""
        苏a12345 = 苏A12345 ; 苏诶幺二三四五 = 苏A12345 ; 浙a·e6l08 = 浙AE6L08 ; 川ad18339 = 川AD18339
        冀f d幺八八零六嗯 = 冀FD18806 ; 粤z1234港 = 粤Z1234港 ; 沪c幺幺三 = 沪C113 ; 京a12345d = 京A12345D
        粤b1234学 = 粤B1234学 ; 鲁b,一f三八s = 鲁B1F38S
        京牌 ; 下载云app ; 新abcde ; 苏先生
    """,
    "past": r"""
        昨天 = day-1 ; 昨天下午 = day-1 ; 前天 = day-2 ; 大前天 = day-3 ; 今天上午 = day+0 ; 上周五 = week-1-5 ; 上个礼拜三 = week-1-3
        明天 ; 目前 ; 上周
    """,
    "email": r"""
        abc@163.com = abc@163.com ; jia_hr@post163.cn = jia_hr@post163.cn ; zhang圈163点com = zhang@163.com
        a.b+c@mail.example.com.cn = a.b+c@mail.example.com.cn
        @某人 ; abc@
    """,
    "url": r"""
        https://www.example.com/a?b=1。 = https://www.example.com/a?b=1 ; www.example.com.cn = www.example.com.cn
        example.com/lipei = example.com/lipei
        abc@163.com ; 2.3.1
    """,
}
CASES = [
    (name, *(part.strip() for part in (row if " = " in row else f"{row} = ").split(" = ", 1)))
    for name, rows in ROWS.items()
    for line in rows.strip().splitlines()
    for row in line.strip().split(" ; ")
]


def test_there_are_rows_for_every_type() -> None:
    assert set(ROWS) == set(VALUES) and len(CASES) >= 250


@pytest.mark.parametrize(("name", "text", "want"), CASES)
def test_found_alone_and_in_a_sentence(name: str, text: str, want: str) -> None:
    assert "|".join(value.norm for _, _, value in find(name, text)) == want
    if want and not text.startswith(("周", "(")):
        assert "|".join(value.norm for _, _, value in find(name, f"那您记好了,{text},好吧")) == want


@pytest.mark.parametrize("name", VALUES)
def test_regex_stands_inside_a_larger_one(name: str) -> None:
    kind = VALUES[name]
    assert pattern(name).groups == 0 and kind.name == name
    inlined = re.compile(f"(?:前|(?P<value>{kind.regex}))")
    for text, want in ((text, want) for of, text, want in CASES if of == name):
        spans = [(start, end) for start, end, _ in find(name, text)]
        assert not want or spans[0] in [match.span("value") for match in inlined.finditer(text)] or "前" in text
        for start, end in spans:
            assert any(literal in text[start:end] for literal in kind.literals), (name, text)
            assert kind.parse(text[start:end]) is not None


@pytest.mark.parametrize("name", VALUES)
def test_long_and_hostile_text_is_read_through(name: str) -> None:
    for piece in (
        "a",
        "1",
        "一",
        "1,",
        "a-",
        "第一条",
        "一万",
        "三天",
        "1.1",
        "《",
        "个",
        "今天",
        "月",
        "八点",
        "*",
        "1 ",
        "第一章一",
        "尾号1",
        "一、",
    ):
        list(find(name, piece * 3000))


def value(name: str, text: str) -> Value:
    return next(found for _, _, found in find(name, text))


@pytest.mark.parametrize(
    ("text", "want_hours", "want_workdays"),
    [
        ("72小时", 72, 3),
        ("三天", 72, 3),
        ("7天", 168, 5),
        ("十天", 240, 8),
        ("一周", 168, 5),
        ("3个工作日", 72, 3),
        ("半小时", 0.5, 0.5 / 24),
        ("一个月", 744, 23),
        ("t+1", 24, 1),
        ("三十分钟", 0.5, 0.5 / 24),
        ("1年", 8784, 262),
    ],
)
def test_size_of_a_duration(text: str, want_hours: float, want_workdays: float) -> None:
    assert hours(value("duration", text)) == pytest.approx(want_hours)
    assert workdays(value("duration", text)) == pytest.approx(want_workdays)


def test_only_durations_have_a_length() -> None:
    with pytest.raises(ValueError, match="不是时长"):
        hours(value("date", "2025年3月11日"))


BASE = datetime.date(2025, 4, 16)  # a Wednesday


@pytest.mark.parametrize(
    ("name", "text", "want"),
    [
        ("deadline", "明天下午六点前", "2025-04-17"),
        ("deadline", "后天", "2025-04-18"),
        ("deadline", "今天下班前", "2025-04-16"),
        ("deadline", "周五之前", "2025-04-18"),
        ("deadline", "周一", "2025-04-21"),
        ("deadline", "本周一", "2025-04-14"),
        ("deadline", "下礼拜一", "2025-04-21"),
        ("deadline", "下周三", "2025-04-23"),
        ("deadline", "月底前", "2025-04-30"),
        ("deadline", "6月20号之前", "2025-06-20"),
        ("deadline", "二十号以前", "2025-04-20"),
        ("deadline", "十号以前", "2025-05-10"),
        ("deadline", "下个月十五号", "2025-05-15"),
        ("deadline", "2025年6月12日前", "2025-06-12"),
        ("deadline", "年底前", "2025-12-31"),
        ("deadline", "5月底前", "2025-05-31"),
        ("deadline", "本周内", "2025-04-20"),
        ("deadline", "三十一号之前", "2025-05-31"),
        ("deadline", "今年12月底", "2025-12-31"),
        ("deadline", "1月5日前", "2025-01-05"),
        ("date", "3月11日", "2025-03-11"),
        ("date", "12月28日", "2024-12-28"),
        ("date", "十一号", "2025-04-11"),
        ("date", "去年八月八号", "2024-08-08"),
        ("date", "上个月二十六号", "2025-03-26"),
        ("date", "2025.3.11", "2025-03-11"),
        ("date", "2025年3月", None),
        ("date", "2月29日", "2024-02-29"),
    ],
)
def test_resolve(name: str, text: str, want: str | None) -> None:
    got = resolve(value(name, text), BASE)
    assert (got.isoformat() if got else None) == want


@pytest.mark.parametrize(
    ("name", "text", "flag"),
    [
        ("duration", "三到五天", "low=3"),
        ("duration", "三天左右", "approx"),
        ("duration", "三天内", "within"),
        ("duration", "三天后", "after"),
        ("duration", "三天以上", "min"),
        ("duration", "等了半天", "loose"),
        ("date", "3月11日", "partial"),
        ("money", "壹万元整", "capital"),
        ("money", "三千多块", "approx"),
        ("money", "两三千块", "low=2000"),
        ("percent", "百分之七十到八十", "low=70"),
        ("clause", "责任免除第三条", "责任免除"),
        ("law", "《保险法》第16、17条", "17"),
        ("case-id", "九零五零六八五三", "spoken"),
        ("phone", "13800138000", "mobile"),
        ("phone", "010-62345678", "landline"),
        ("phone", "400-665-2210", "service"),
        ("phone", "12378", "hotline"),
        ("phone", "139****2263", "masked"),
        ("tail", "6222****1234", "masked"),
        ("id-card", "11010519491231002x", "valid"),
        ("id-card", "110105194912310021", "check-failed"),
        ("id-card", "3205**********1273", "masked"),
        ("bank-card", "4111111111111111", "luhn"),
        ("bank-card", "4111111111111112", "luhn-failed"),
        ("plate", "川ad18339", "new-energy"),
        ("plate", "沪c幺幺三", "partial"),
        ("deadline", "周五之前", "before"),
    ],
)
def test_flags(name: str, text: str, flag: str) -> None:
    assert flag in value(name, text).extra


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("明天下午六点前", 18),
        ("今晚八点前", 20),
        ("今天下班前", 18),
        ("明天上午", 12),
        ("明天", None),
        ("周四十点", 10),
        ("明天中午前", 12),
    ],
)
def test_hour_of_a_deadline(text: str, hour: float | None) -> None:
    assert value("deadline", text).number == hour


def test_figures_carry_number_and_unit() -> None:
    assert value("money", "壹万贰仟叁佰肆拾伍元陆角柒分")[2:4] == (12345.67, "yuan")
    assert value("money", "12,345.67元").norm == value("money", "壹万贰仟叁佰肆拾伍元陆角柒分").norm
    assert value("percent", "八五折")[2:4] == (85.0, "%")
    assert value("clock", "晚上八点半")[2:4] == (20.5, "hour")
    assert value("law", "保险法第二十四条")[2:4] == (24.0, "保险法")
