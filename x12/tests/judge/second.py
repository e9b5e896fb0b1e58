"""Reads 834 files with linuxforhealth-x12, a second parser, and prints what it understood: a JSON object a transaction and line,
with `policy`, `plan`, `kind` (INS03), `broker` (its number), `members` (ids), and in cents `shares` (of each member), `premium`,
`credit` and `owed`.

Members, plan and broker come from its typed model of a transaction, which also judges codes. Of several reporting categories
of a member that model keeps the last one alone, so the money is read from the segments, as its own reader splits them. Its
lists lack two codes that the standard has (INS08 AC, DMG03 U): for these two fields it takes any text.
Exit status: 0 with what was understood, 77 when the parser cannot be imported.
"""

import json
import sys

try:
    from linuxforhealth.x12.io import X12ModelReader, X12SegmentReader
    from linuxforhealth.x12.v5010.x12_834_005010X220A1 import segments
except ImportError as absent:
    print(f"absent: {absent}")
    sys.exit(77)

MONEY = {"PRE AMT TOT": "premium", "APTC AMT": "credit", "TOT RES AMT": "owed"}


def take_any_text(lacking):
    """Lets the fields whose lists of codes lack some take any text."""
    for kind in vars(segments).values():
        for name in set(getattr(kind, "__fields__", {})) & lacking:
            field = kind.__fields__[name]
            field.type_ = field.outer_type_ = str
            field.populate_validators()


def cents(amount):
    """Cents of an amount in dollars; without a float in between."""
    dollars, _, rest = amount.partition(".")
    return int(dollars) * 100 + int((rest + "00")[:2])


def reference(items, qualifier):
    """The number of a qualifier among REF segments."""
    return next((one.reference_identification for one in items or [] if plain(one.reference_identification_qualifier) == qualifier), None)


def plain(code):
    """The text of a code."""
    return str(getattr(code, "value", code))


def understood(model):
    """One transaction, without its money."""
    first = model.loop_2000[0]
    coverage = first.loop_2300[0].ref_segment
    broker = model.loop_1000c[0] if isinstance(model.loop_1000c, list) else model.loop_1000c
    return {
        "policy": reference(coverage, "1L"),
        "plan": reference(coverage, "CE"),
        "kind": plain(first.ins_segment.maintenance_type_code),
        "broker": broker.n1_segment.identification_code if broker else None,
        "members": [reference(member.ref_segment, "17") for member in model.loop_2000],
    }


def money(path):
    """The money of each transaction, in their order."""
    found = []
    category = None
    with X12SegmentReader(path) as reader:
        for name, fields in reader.segments():
            if name == "ST":
                found.append({"shares": [], "premium": None, "credit": None, "owed": None})
            elif name == "N1" and fields[1] == "75":
                category = fields[2]
            elif name == "REF" and category == "PRE AMT 1":
                found[-1]["shares"].append(cents(fields[2]))
            elif name == "REF" and category in MONEY:
                found[-1][MONEY[category]] = cents(fields[2])
            if name in ("REF", "LE"):
                category = None
    return found


take_any_text({"employment_status_code", "gender_code"})
for path in sys.argv[1:]:
    with X12ModelReader(path) as reader:
        models = [understood(model) for model in reader.models()]
    for model, amounts in zip(models, money(path), strict=True):
        print(json.dumps(model | amounts))
