"""Makes households.jsonl (input of `assent determine`) and figures.jsonl (what policyengine-us says of them).

How to run it: README.md beside this file.
"""
import json
import pathlib

import assent
import model
from households import YEARS, all_households

HERE = pathlib.Path(__file__).parent


def write(name, lines):
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    (HERE / name).write_text(text, encoding="utf-8")


def main():
    homes = all_households()
    write("households.jsonl", [assent.household(home) for home in homes])
    answers = []
    for year in YEARS:
        answers += model.ask([home for home in homes if home.year == year], year)
    write("figures.jsonl", answers)
    print(f"{len(homes)} households, {sum(len(home.people) for home in homes)} people")


if __name__ == "__main__":
    main()
