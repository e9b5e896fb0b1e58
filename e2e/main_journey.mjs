// The main journey, step by step: Ana authorizes Bo, Bo applies for her household, shops and enrolls,
// Ana sees each step, the carrier's file names Bo. With and without script it is the same.

import assert from "node:assert/strict";

import { ANA_AND_LENA, answerPage, fillIn, openFirstPage } from "./application.mjs";
import { authorizeBo, openFromBook } from "./associations.mjs";
import { OPEN_ENROLLMENT } from "./clock.mjs";

/** Bo's National Producer Number in the practice cast. */
const NPN_OF_BO = "17500001";

/** What Ana reads under Activity after it. */
const STEPS = [
  /authorized (an assister|Bo Lind)/,
  /Bo Lind \(\w+\) started or resumed the application/,
  /Bo Lind \(\w+\) saved a page of the application/,
  /Bo Lind \(\w+\) recorded that the consumer reviewed the application/,
  /Bo Lind \(\w+\) signed and submitted the application/,
  /Bo Lind \(\w+\) looked at the results/,
  /Bo Lind \(\w+\) put a plan into the cart/,
  /Bo Lind \(\w+\) signed an enrollment/,
];

/** Plays the whole journey; `settings` are those of the browser windows, `language` that of both. */
export async function mainJourney(stage, { language, ...settings } = {}) {
  const ana = await stage.signedIn("Ana", settings);
  if (language) await ana.speak(language);
  await ana.at("Your account");
  await authorizeBo(ana, stage);

  const bo = await stage.signedIn("Bo", settings);
  if (language) await bo.speak(language);
  const base = await openFromBook(bo, "Ana Kowalski");
  await bo.at("Ana Kowalski");
  await boApplies(bo);
  await bo.visit(`${base}/plans`);
  await boEnrolls(bo);
  await bo.visit("/consumers");
  await bo.fill("Search by name", "Kowalski");
  await bo.press("Search");
  await bo.sees(/Enrolled: .+ from 1 \w+ \d{4}|Enrolled: .+ from \w+ 1, \d{4}/);

  await anaSeesEachStep(ana);
  const files = stage.portal.exported834();
  const named = files.filter((text) => new RegExp(`N1\\*BO\\*[^~]*\\*94\\*${NPN_OF_BO}~`).test(text));
  assert.equal(named.length, 1, `one carrier's file names Bo's number; ${files.length} files were written`);
}

/** From the consumer's page to the results. */
export async function boApplies(bo) {
  await openFirstPage(bo);
  await bo.looksActing("Ana Kowalski");
  const visited = await fillIn(bo, ANA_AND_LENA);
  assert.ok(visited.length >= 6, `only ${visited.length} pages were asked: ${visited.join(" > ")}`);
  await reviewAndSign(bo);
  await bo.at("Results");
  await bo.sees(/Ana Kowalski Plan with a tax credit/);
  await bo.sees(/Lena Kowalski Medical Assistance/);
  await bo.doesNotSee("Plan at full price");
}

/** ACT-6: Bo records that Ana reviewed it; APP-4: he signs for her. */
export async function reviewAndSign(bo) {
  await bo.follow("Continue to signature");
  const [month, day, year] = todayAtTheExchange();
  await answerPage(bo, [
    [/> Month$/, month],
    [/> Day$/, day],
    [/> Year$/, year],
    [/How did they review it/, /^By phone/],
    [/Name of the consumer/, "Ana Kowalski"],
  ]);
  await bo.press("Save and continue");
  await bo.sees(/penalty of perjury/);
  await bo.tick("I have read this and agree");
  await sign(bo);
  await bo.press("Sign and submit");
}

/** Month, day and year where the exchange is, on the day on which journeys to a plan play. */
export function todayAtTheExchange() {
  return new Date(OPEN_ENROLLMENT).toLocaleDateString("en-US", { timeZone: "America/Chicago" }).split("/");
}

/** The page says what to type; here the signature is Bo's, for Ana. */
async function sign(bo) {
  // As it stands there, in the page's own language, without the signs that keep directions apart.
  const page = (await bo.page.locator("main").innerText()).replace(/[\u2066-\u2069]/g, "");
  await bo.fill(/^Signature/, page.match(/\S+ Ana Kowalski, \S+ Bo Lind/)?.[0] ?? "Bo Lind");
}

/** Picks the first plan, signs and enrolls. */
export async function boEnrolls(bo) {
  await bo.at("Shop for plans");
  await bo.sees(/Sample plans/);
  await bo.press(/^Choose this plan/);
  await bo.at("Review and enroll");
  await bo.tick("I have read this and agree");
  await sign(bo);
  await bo.press("Enroll");
  await bo.at("Your coverage");
}

async function anaSeesEachStep(ana) {
  await ana.visit("/activity");
  await ana.at("Activity on your account");
  let text = await ana.reads();
  const older = () => ana.called("link", /^(Next page|Older)/);
  while ((await (await older()).count()) > 0) {
    await ana.act(await older(), "the next page of Activity");
    text += await ana.reads();
  }
  for (const step of STEPS) assert.ok(ana.has(text, step), `${step} is missing under Activity:\n${text}`);
  await ana.visit("/home");
  await ana.sees("Bo Lind");
}
