// The main journey, step by step: Ana authorizes Bo, Bo applies for her household, shops and enrolls,
// Ana sees each step, the carrier's file names Bo. With and without script it is the same.

import assert from "node:assert/strict";

import { ANA_AND_CHILD, fillIn, openFirstPage } from "./application.mjs";
import { authorizeBo, openFromBook } from "./associations.mjs";

/** Bo's National Producer Number in the practice cast. */
const NPN_OF_BO = "17500001";

/** Plays the whole journey; `settings` are those of the browser windows. */
export async function mainJourney(stage, settings = {}) {
  const ana = await stage.signedIn("Ana", settings);
  await ana.at("Your account");
  await authorizeBo(ana, stage);

  const bo = await stage.signedIn("Bo", settings);
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
  const visited = await fillIn(bo, ANA_AND_CHILD);
  assert.ok(visited.length >= 6, `only ${visited.length} pages were asked: ${visited.join(" > ")}`);
  await reviewAndSign(bo);
  await bo.at("Your results");
  await bo.sees(/tax credit|APTC/i);
}

/** ACT-6: Bo records that Ana reviewed it; APP-4: he signs for her. */
async function reviewAndSign(bo) {
  await bo.sees(/penalty of perjury/);
  await bo.press(/^(Sign and submit|Submit application|Submit)$/);
}

/** Picks the first plan, signs and enrolls. */
export async function boEnrolls(bo) {
  await bo.at("Shop for plans");
  await bo.sees(/Sample plans/);
  await bo.press(/^Choose this plan/);
  await bo.at("Review and enroll");
  await bo.tick("I have read this and agree");
  const statement = await bo.reads();
  const signature = statement.match(/for Ana Kowalski, by Bo Lind/i)?.[0] ?? "Bo Lind";
  await bo.fill("Signature", signature);
  await bo.press("Enroll");
  await bo.at("Your coverage");
}

async function anaSeesEachStep(ana) {
  await ana.visit("/activity");
  await ana.at("Activity on your account");
  const text = await ana.reads();
  for (const step of [/authorized/i, /opened|started/i, /submitted/i, /plan/i, /enrolled/i]) {
    assert.match(text, step, `Ana does not see ${step} under Activity`);
  }
  assert.match(text, /Bo Lind/);
  await ana.visit("/home");
  await ana.sees(/Bo Lind/);
}
