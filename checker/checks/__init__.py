"""Check kinds: a small closed set, one file each. KINDS is the only registry."""

from checker.checks import (
    answer_to,
    arithmetic,
    case_gaps,
    case_interval,
    case_promise,
    case_sets,
    checklist,
    in_order,
    must_not_say,
    must_say,
    one_go,
    value_limit,
    within_time,
)

KINDS = {
    "must-say": must_say,
    "must-not-say": must_not_say,
    "in-order": in_order,
    "checklist": checklist,
    "within-time": within_time,
    "one-go": one_go,
    "answer-to": answer_to,
    "value-limit": value_limit,
    "arithmetic": arithmetic,
    "case-interval": case_interval,
    "case-promise": case_promise,
    "case-gaps": case_gaps,
    "case-sets": case_sets,
}
