// Nothing jumps while a page is drawn (layout shift under 0.01), and a visit with an empty cache is light: measured as the
// browser counts it, on the five pages that once jumped, at two widths.

import assert from "node:assert/strict";

import { OPEN_ENROLLMENT } from "../clock.mjs";
import { onBothDatabases } from "../harness.mjs";

const WIDTHS = [320, 1280];
/** What a first visit may load: page, style sheet with its pictures, and two fonts. */
const MOST_BYTES = 50_000;
const MOST_REQUESTS = 4;
/** Whoever is signed in also gets the script that warns before the session ends, and whoever signs in the one that asks a device. */
const MOST_WITH_SCRIPT = MOST_REQUESTS + 1;

/** Opens a page in a new window with an empty cache; gives how far it jumped, and what it loaded. */
async function coldVisit(stage, person, path, width) {
  const context = await stage.browser.newContext({
    storageState: await person.context.storageState(),
    viewport: { width, height: 900 },
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.jumped = 0;
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries()) window.jumped += shift.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  const loaded = { requests: 0, bytes: 0 };
  // A picture that stands in the style sheet is told like a request, and is none.
  const asked = new Set();
  network.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (!request.url.startsWith("data:")) asked.add(requestId);
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (!asked.has(requestId)) return;
    loaded.requests += 1;
    loaded.bytes += encodedDataLength;
  });
  const answer = await page.goto(new URL(path, person.address).href, { waitUntil: "networkidle" });
  assert.equal(answer.status(), 200, path);
  await page.waitForTimeout(300);
  const jumped = await page.evaluate(() => window.jumped);
  const first = { ...loaded };
  await page.goto(new URL(path, person.address).href, { waitUntil: "networkidle" });
  const later = { requests: loaded.requests - first.requests, bytes: loaded.bytes - first.bytes };
  await context.close();
  return { jumped, first, later };
}

/** The plans of somebody in Bo's list who may choose one. */
async function plansOfSomebody(bo) {
  await bo.visit("/consumers?stage=submitted");
  const links = await bo.page.locator("main a[href^='/consumers/']").evaluateAll((all) =>
    all.map((link) => link.getAttribute("href")).filter((href) => /^\/consumers\/[^/?]+$/.test(href)),
  );
  for (const link of links) {
    await bo.page.goto(new URL(`${link}/plans`, bo.address).href);
    if (await bo.page.getByRole("button", { name: /^Choose this plan/ }).count()) return `${link}/plans`;
  }
  return assert.fail("nobody in Bo's list may choose a plan");
}

onBothDatabases(
  (journey) => {
    journey("no page jumps while it is drawn, and a first visit is light", async (stage) => {
      const visitor = await stage.visitor("Visitor");
      await visitor.visit("/");
      const bo = await stage.signedIn("Bo");
      const visits = [
        ...["/", "/sign-in", "/what-if"].map((path) => [visitor, path]),
        [bo, "/consumers"],
        [bo, await plansOfSomebody(bo)],
      ];
      for (const [person, path] of visits) {
        for (const width of WIDTHS) {
          const { jumped, first, later } = await coldVisit(stage, person, path, width);
          const name = path.replace(/^\/consumers\/[^/]+/, "");
          const said = `first ${first.requests} requests, ${first.bytes} bytes; later ${later.requests}, ${later.bytes}`;
          console.log(`${name} at ${width} px: layout shift ${jumped.toFixed(4)}; ${said}`);
          assert.ok(jumped < 0.01, `${name} jumps by ${jumped} at ${width} px`);
          const most = person === bo || path === "/sign-in" ? MOST_WITH_SCRIPT : MOST_REQUESTS;
          assert.ok(first.requests <= most, `${name}: ${first.requests} requests`);
          assert.ok(first.bytes < MOST_BYTES, `${name}: ${first.bytes} bytes`);
        }
      }
    });
  },
  { only: "SQLite", households: 400, at: OPEN_ENROLLMENT },
);
