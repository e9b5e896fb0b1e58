// A family in three places: the child has Medical Assistance, and each parent chooses a plan of their own. They share one tax
// credit, and the carriers' files say the same (ENR-4, ENR-5, ENR-7; 26 CFR 1.36B-3).

import assert from "node:assert/strict";

import { ANA_TOM_AND_LENA, TOM_AND_LENA, fillIn, openFirstPage } from "../application.mjs";
import { authorizeBo, openFromBook } from "../associations.mjs";
import { OPEN_ENROLLMENT } from "../clock.mjs";
import { onBothDatabases } from "../harness.mjs";
import { reviewAndSign } from "../main_journey.mjs";

/** Dollars and cents after some words of the page. */
async function dollars(person, after) {
  const [, amount] = (await person.reads()).match(after) ?? [];
  assert.ok(amount, `${after} is not there: ${await person.reads()}`);
  return Math.round(Number(amount.replaceAll(",", "")) * 100);
}

/** Chooses the first plan of the list and signs for it with so many dollars. */
async function sign(ana, dollarsOfCredit) {
  await ana.press(/^Choose this plan/);
  await ana.at("Review and enroll");
  await ana.look("/enroll", `with-${dollarsOfCredit}`);
  await ana.fill(/^Tax credit to use/, dollarsOfCredit);
  await ana.tick("I have read this and agree");
  await ana.fill(/^Signature/, "Ana Kowalski");
  await ana.press("Enroll");
}

onBothDatabases(
  (journey) => {
    journey("Parents choose a plan each and share the tax credit; their child has Medical Assistance", async (stage) => {
      const ana = await stage.signedIn("Ana");
      await authorizeBo(ana, stage);
      const bo = await stage.signedIn("Bo");
      const base = await openFromBook(bo, "Ana Kowalski");
      await openFirstPage(bo);
      await fillIn(bo, ANA_TOM_AND_LENA, undefined, TOM_AND_LENA);
      await reviewAndSign(bo);
      await bo.sees(/Lena Kowalski Medical Assistance/);

      await ana.visit("/plans");
      await ana.sees("Who is the plan for?");
      await ana.sees(/For Ana Kowalski \(40\) and Tom Kowalski \(42\)/);
      const whole = await dollars(ana, /Tax credit: up to \$([\d,.]*\d)/);
      await ana.look("/plans", "for-both");
      const who = ana.page.getByRole("group", { name: "Who is the plan for?" });
      await who.getByText(/^Tom Kowalski/).click();
      await ana.press("Show");
      await ana.sees(/For Ana Kowalski \(40\)\./);
      await ana.sees("The rest is kept for Tom Kowalski");
      const share = await dollars(ana, /Prices below have \$([\d,.]*\d)/);
      assert.ok(share > 0 && share < whole, `${share} of ${whole}`);
      await ana.look("/plans", "for-one");
      await sign(ana, String(share / 100));

      await ana.at("Shop for plans");
      await ana.sees(/Ana Kowalski stays in/);
      await ana.sees(/For Tom Kowalski \(42\)/);
      assert.equal(await dollars(ana, /Tax credit: up to \$([\d,.]*\d)/), whole - share, "what is left");
      await ana.look("/plans", "for-the-other");
      await ana.press(/^Choose this plan/);
      await ana.fill(/^Tax credit to use/, String((whole - share + 1) / 100));
      await ana.tick("I have read this and agree");
      await ana.fill(/^Signature/, "Ana Kowalski");
      await ana.press("Enroll");
      await ana.sees("Enter an amount between $0 and");
      await ana.visit("/plans");
      await sign(ana, String((whole - share) / 100));
      await ana.at("Your coverage");
      await ana.look("/coverage", "two-plans");

      const files = stage.portal.exported834().join("");
      const credits = [...files.matchAll(/APTC AMT~\s*REF\*9V\*([\d.]+)/g)].map(([, amount]) => Math.round(Number(amount) * 100));
      assert.deepEqual(credits.toSorted((one, other) => one - other), [share, whole - share].toSorted((one, other) => one - other));

      await bo.visit(`${base}/plans`);
      await bo.sees(/In Sample/);
    });
  },
  { at: OPEN_ENROLLMENT },
);
