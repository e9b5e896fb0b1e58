// What every page visited must pass: no accessibility violation by axe, one heading, a title, no
// sideways scrolling at 320 px, no console error, no breach of the content security policy, no 5xx.
// Leaves a screenshot of each distinct page at both widths.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const shots = join(here, "screenshots");
export const LONGEST_PICTURE = 5000;
const seen = new Set();

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 320, height: 800 };

/** Collects what goes wrong behind a page; `findings` is emptied by whoever reads it. */
export function watch(page) {
  const findings = [];
  page.on("pageerror", (error) => findings.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    // The browser's own remark about a page that answers 404 or 422; statuses are judged below.
    if (message.text().startsWith("Failed to load resource")) return;
    findings.push(`console: ${message.text()}`);
  });
  page.on("response", (response) => {
    const request = response.request();
    const isPage = request.resourceType() === "document";
    if (response.status() >= 500 || (!isPage && response.status() >= 400)) {
      findings.push(`${request.method()} ${response.url()} answered ${response.status()}`);
    }
  });
  return findings;
}

/**
 * Judges the page as it stands now. `where` names it in a failure; `state` is the page's own, such as "opened", and
 * makes pictures of its own. axe needs the page's own timers, so where
 * script is switched off it stays away; the same pages are visited with script in other journeys.
 */
export async function look(page, findings, where, { script = true, pictures = true, state = "" } = {}) {
  const problems = findings.splice(0);
  problems.push(...(await form(page)));
  if (script) problems.push(...(await violations(page)));
  const name = (await nameOf(page)) + (state && `_${state}`);
  if (script && pictures && !seen.has(name)) {
    seen.add(name);
    problems.push(...(await bothWidths(page, name)));
  }
  // Not every Node adds the difference to a message of one's own.
  if (problems.length > 0) assert.fail([`${where}: ${page.url()}`, ...problems].join("\n"));
}

/** What axe finds, one line a rule, with the elements. */
export async function violations(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(
    (values) =>
      globalThis.axe.run({
        runOnly: { type: "tag", values },
        rules: { "target-size": { enabled: true } },
        resultTypes: ["violations"],
      }),
    TAGS,
  ).then((result) => result.violations);
  return found.map(({ id, help, nodes }) => `axe ${id}: ${help}: ${nodes.map((node) => node.html).join(" | ")}`);
}

/** How many pixels the page is wider than the window. */
export async function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

async function form(page) {
  const problems = [];
  const headings = await page.locator("h1").count();
  if (headings !== 1) problems.push(`${headings} headings of the first level`);
  if ((await page.title()).trim() === "") problems.push("no title");
  return problems;
}

async function bothWidths(page, name) {
  const problems = [];
  mkdirSync(shots, { recursive: true });
  await picture(page, `${name}-1280.png`);
  await page.setViewportSize(NARROW);
  const wider = await overflow(page);
  if (wider > 0) problems.push(`${wider} px wider than a window of 320 px`);
  problems.push(...(await violations(page)).map((text) => `at 320 px: ${text}`));
  await picture(page, `${name}-320.png`);
  await page.setViewportSize(WIDE);
  return problems;
}

/** The whole page, of very long ones (250 plans) the first screens. */
async function picture(page, file) {
  const { width } = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width, height: Math.min(height, LONGEST_PICTURE) };
  await page.screenshot({ path: join(shots, file), fullPage: true, clip, timeout: 60_000 });
}

/** A file name for the page: its path without ids, and its heading where one path has several. */
async function nameOf(page) {
  const path = new URL(page.url()).pathname
    .split("/")
    .map((part) => (/^[0-9a-f-]{32,36}$|^\d+$|^practice-/.test(part) ? "id" : part))
    .join("_");
  const heading = (await page.locator("h1").first().textContent({ timeout: 1000 }).catch(() => "")) ?? "";
  const named = /not found|not allowed|cannot|wrong|error|^What help you could get/i.test(heading);
  return `page${path}${named ? `_${heading.trim().toLowerCase().replace(/\W+/g, "-").slice(0, 40)}` : ""}`;
}
