// The assister's pages: the list in every state, one consumer in each stage, what L1-L5 refuse, a whole
// application acted on.

import { ANA_AND_LENA, fillIn, openFirstPage } from "../application.mjs";
import { authorizeBo, openFromBook } from "../associations.mjs";
import { boEnrolls, reviewAndSign } from "../main_journey.mjs";
import { newConsumer } from "./public.mjs";

export async function assisterPages(studio) {
  const cy = await studio.signedIn("Cy");
  await cy.shot("book-empty");
  const di = await studio.signedIn("Di");
  await di.shot("book-lapsed");
  const bo = await studio.signedIn("Bo");
  await bo.shot("book");
  const filters = await bo.page.locator(".assent-tabs a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const href of filters.slice(1)) {
    await bo.visit(href);
    await bo.shot(`book-${new URL(href, bo.address).searchParams.get("stage")}`);
    await firstOf(bo, href);
  }
  await bo.visit("/consumers?sort=newest");
  await bo.shot("book-newest");
  for (const [name, words] of [["book-search-none", "Nobodyatall"], ["book-search", "an"]]) {
    await bo.visit("/consumers");
    await bo.fill("Search by name", words);
    await bo.press("Search");
    await bo.shot(name);
  }
  await wholeApplication(studio, bo);
  await withoutHelp(studio, bo);
}

/** Bo applies and enrolls for Ana: what an assister sees where the consumer's own pages differ. */
async function wholeApplication(studio, bo) {
  const ana = await studio.signedIn("Ana");
  await authorizeBo(ana, studio);
  const base = await openFromBook(bo, "Ana Kowalski");
  await openFirstPage(bo);
  await bo.shot("acting-first-page");
  await fillIn(bo, ANA_AND_LENA);
  await bo.visit(`${base}/application/citizenship/1`);
  await bo.shot("acting-citizenship-number-kept");
  await bo.press("Show the whole number");
  await bo.shot("acting-number-shown");
  await bo.visit(`${base}/application/review`);
  await bo.shot("acting-review");
  await bo.follow("Continue to signature");
  await bo.shot("acting-review-record");
  await bo.press("Save and continue");
  await bo.shot("acting-review-record-errors");
  await bo.visit(`${base}/application/review`);
  await reviewAndSign(bo);
  await bo.shot("acting-results");
  await bo.visit(`${base}/plans`);
  await bo.press(/^Choose this plan/);
  await bo.shot("acting-enroll");
  await bo.visit(`${base}/plans`);
  await boEnrolls(bo);
  await bo.shot("acting-coverage");
  await ana.visit("/activity?others=yes");
  await ana.shot("activity-by-others");
  await ana.visit("/home");
  await ana.shot("home-after-the-assister");
}

/** The first consumer of a filtered list: her page and what comes next; of an enrolled one, all that is refused. */
async function firstOf(bo, href) {
  const stage = new URL(href, bo.address).searchParams.get("stage");
  const first = bo.page.locator("main table tbody th a").first();
  if ((await first.count()) === 0) return;
  const base = await first.getAttribute("href");
  await bo.visit(base);
  await bo.shot(`consumer-${stage}`);
  await bo.visit(`${base}/application`);
  await bo.shot(`consumer-${stage}-application`);
  if (!/submitted|enrolled/.test(stage)) return;
  await bo.visit(`${base}/application/result`);
  await bo.shot(`consumer-${stage}-results`);
  await bo.visit(`${base}/coverage`);
  await bo.shot(`consumer-${stage}-coverage`);
  for (const path of ["plans", "enroll", "notices", "case-status", "disassociate", "change", "application/address"]) {
    await bo.page.goto(new URL(`${base}/${path}`, bo.address).href);
    await bo.shot(`consumer-${stage}-${path.replace("/", "-")}`);
  }
}

/** L1: an application without financial assistance is the consumer's alone. */
async function withoutHelp(studio, bo) {
  const ida = await newConsumer(studio, await studio.visitor("Ida"), { given: "Ida", family: "Fullprice" });
  await authorizeBo(ida, studio);
  await ida.visit("/application");
  await ida.page.getByText(/^No, only plans at full price/).click();
  await ida.press("Start application");
  await openFromBook(bo, "Ida Fullprice");
  await bo.shot("limit-1-consumer");
  await bo.page.goto(`${bo.page.url()}/application`);
  await bo.shot("limit-1-application");
}
