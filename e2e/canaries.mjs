// Canaries: marks that a journey types into sensitive fields or is given, and where they must not turn up.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** A mark as it may stand in bytes: as it is, in an address, in hexadecimal. */
function forms(mark) {
  const plain = Buffer.from(mark);
  return [plain, Buffer.from(encodeURIComponent(mark)), Buffer.from(plain.toString("hex"))];
}

/** Names of the marks that stand in some bytes. */
export function marksIn(bytes, marks) {
  const found = Object.entries(marks).filter(([, texts]) =>
    [texts].flat().some((text) => forms(text).some((form) => bytes.includes(form))),
  );
  return found.map(([name]) => name);
}

/** Names of the marks that stand in a file, which may be longer than what fits into one piece of memory. */
export function marksInFile(file, marks) {
  return statSync(file).isDirectory()
    ? readdirSync(file).flatMap((name) => marksInFile(join(file, name), marks))
    : marksIn(readFileSync(file), marks);
}

/** What every browser window of these people keeps, but for cookies of the portal: nothing. */
export async function keptInBrowsers(people) {
  const kept = [];
  for (const { name, page } of people) {
    const stored = await page.evaluate(async () => [
      ...Object.entries(localStorage),
      ...Object.entries(sessionStorage),
      ...(await indexedDB.databases()),
      ...(await navigator.serviceWorker?.getRegistrations?.() ?? []),
    ]);
    if (stored.length > 0) kept.push(`${name}: ${JSON.stringify(stored)}`);
  }
  return kept;
}

/** Session tokens and form tokens that these people hold now. */
export async function tokensOf(people) {
  const tokens = [];
  for (const { context, page } of people) {
    tokens.push(...(await context.cookies()).map((cookie) => cookie.value));
    tokens.push(...(await page.locator('input[name="csrf"]').evaluateAll((all) => all.map((one) => one.value))));
  }
  assert.ok(tokens.length >= people.length && tokens.every((token) => token.length >= 20), `tokens: ${tokens}`);
  return [...new Set(tokens)];
}
