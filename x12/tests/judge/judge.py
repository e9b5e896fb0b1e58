"""Asks pyx12, an independent X12 validator, about one file; prints `accepted` or `rejected` and its 999.

pyx12's own exit status and return value say nothing reliable; the 999 that it generates does: a file is accepted
when there is a 999, every transaction (IK5) and every group (AK9) in it says A, and no TA1 says otherwise.
Exit status: 0 with a judgment, 77 when pyx12 cannot be imported.
"""

import io
import logging
import sys

try:
    import pyx12.params
    import pyx12.x12n_document
except ImportError as absent:
    print(f"absent: {absent}")
    sys.exit(77)


def main(path):
    """Judges the file at `path`."""
    logging.getLogger("pyx12").setLevel(logging.CRITICAL)
    answer = io.StringIO()
    parameters = pyx12.params.params()
    try:
        valid = pyx12.x12n_document.x12n_document(parameters, path, answer, None)
    except Exception as broken:  # a file so broken that the validator stumbles is not an accepted one
        print("rejected")
        print(f"pyx12 stumbled: {broken!r}")
        return
    segments = [line.strip().split("*") for line in answer.getvalue().replace("\n", "").split("~") if line.strip()]
    sets = [segment[1] for segment in segments if segment[0] == "IK5"]
    groups = [segment[1] for segment in segments if segment[0] == "AK9"]
    interchanges = [segment[4] for segment in segments if segment[0] == "TA1"]
    with open(path, encoding="ascii") as file:
        sent = sum(1 for segment in file.read().split("~") if segment.strip().startswith("ST*"))
    accepted = (
        len(sets) == sent > 0
        and bool(groups)
        and all(verdict == "A" for verdict in sets + groups + interchanges)
    )
    print("accepted" if accepted else "rejected")
    print(f"returned {valid}; {sent} transactions sent, {len(sets)} judged")
    for segment in segments:
        print("*".join(segment))


main(sys.argv[1])
