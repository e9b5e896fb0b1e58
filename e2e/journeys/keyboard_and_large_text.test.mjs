// Every main page by keyboard alone and with text of double size: the first Tab offers the skip link,
// every stop shows where it is, and nothing runs out of the window.

import assert from "node:assert/strict";

import { onBothDatabases } from "../harness.mjs";

const PAGES = [
  ["a visitor", null, ["/", "/what-if", "/sign-in", "/activate", "/demo"]],
  ["Ana", "Ana", ["/home", "/assister", "/assister/find", "/application", "/activity"]],
  ["Bo", "Bo", ["/consumers"]],
  ["Rae", "Rae", ["/manage", "/manage/assisters/new"]],
];

const MOST_STOPS = 80;

onBothDatabases((journey) => {
  for (const [who, name, paths] of PAGES) {
    journey(`${who} needs no mouse and can double the text`, async (stage) => {
      const person = name ? await stage.signedIn(name) : await stage.visitor("Visitor");
      for (const path of paths) {
        await person.visit(path);
        assert.equal(await person.overflowAtDoubleText(), 0, `${path} with text of double size`);
        await everyStopIsVisible(person, path);
      }
    });
  }
}, { only: "SQLite" });

/** Walks the page by Tab: skip link first, a visible focus everywhere, and no trap. */
async function everyStopIsVisible(person, path) {
  const stops = [];
  await person.page.evaluate(() => document.activeElement?.blur());
  for (let step = 0; step < MOST_STOPS; step += 1) {
    await person.page.keyboard.press("Tab");
    const stop = await person.page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const label = element.labels?.[0];
      const drawn = [element, label, element.nextElementSibling].filter(Boolean).some((place) => {
        const style = getComputedStyle(place);
        const before = getComputedStyle(place, "::before");
        return style.outlineStyle !== "none" || style.boxShadow !== "none" || before.outlineStyle !== "none";
      });
      return { words: (element.textContent || element.name || element.id).trim(), drawn };
    });
    if (!stop) break;
    stops.push(stop.words);
    assert.ok(stop.drawn, `${path}: the focus on "${stop.words}" cannot be seen`);
  }
  assert.match(stops[0] ?? "", /^Skip/, `${path}: the first stop is "${stops[0]}"`);
  assert.ok(stops.length < MOST_STOPS, `${path}: the keyboard does not come out of the page`);
}
