// A year's way in the browser: enrolled in November, confirmed by the carrier, a child born in February. A photo shows it, and
// the child is covered from birth. What became of the enrollment is Ana's to see; Bo sees that she is enrolled (ENR-1, ENR-2,
// ENR-5, ENR-7, L2).

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { ANA_AND_LENA, fillIn, openFirstPage } from "../application.mjs";
import { authorizeBo, openFromBook } from "../associations.mjs";
import { confirmation } from "../carrier.mjs";
import { OPEN_ENROLLMENT } from "../clock.mjs";
import { onBothDatabases } from "../harness.mjs";
import { boEnrolls, reviewAndSign } from "../main_journey.mjs";

const FEBRUARY = "2027-02-20T16:00:00Z";

/** With these wages Lena too has a plan with a tax credit. */
const HOUSEHOLD = [[/^Income: Ana.*Income 1: amount/, "7000"], ...ANA_AND_LENA];

/** What is asked of a child that was born on 14 February. */
const BABY = [
  [/> First name$/, "Baby"],
  [/Date of birth.*Month/, "2"],
  [/Date of birth.*Year/, "2027"],
  [/no Social Security number|does not have a Social Security number|do(es)? not have one/, true],
  [/> Social Security number/, undefined],
  [/related to Lena/, "brother or sister"],
  [/live with Ana|live at the home address/, "Yes"],
  [/What will Baby do/, /^Be claimed as a dependent/],
  [/Who will claim Baby/, "Ana Kowalski"],
  [/Does Baby have any income/, "No"],
  ...ANA_AND_LENA,
];

/** A photo without a picture: enough for what looks at the content. */
const PHOTO = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, ...Buffer.from("JFIF\0"), 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xd9]);

/** Bo's row on his list. */
async function onBosList(bo) {
  await bo.visit("/consumers");
  await bo.fill("Search by name", "Kowalski");
  await bo.press("Search");
  return bo.reads();
}

onBothDatabases(
  (journey) => {
    journey("A child is born in February and covered from birth; the carrier's answers are Ana's to see", async (stage) => {
      let ana = await stage.signedIn("Ana");
      await authorizeBo(ana, stage);
      let bo = await stage.signedIn("Bo");
      const base = await openFromBook(bo, "Ana Kowalski");
      await openFirstPage(bo);
      await fillIn(bo, HOUSEHOLD);
      await reviewAndSign(bo);
      await bo.sees(/Lena Kowalski Plan with a tax credit/);
      await bo.visit(`${base}/plans`);
      await boEnrolls(bo);

      const { portal } = stage;
      const [sent] = portal.exported834().filter((text) => /KOWALSKI/i.test(text));
      const answer = join(portal.folder, "answer.x12");
      writeFileSync(answer, confirmation(sent), "latin1");
      portal.command("edi", "import", answer);
      await ana.visit("/coverage");
      await ana.sees("Confirmed by the insurance company");
      await bo.visit(`${base}/coverage`);
      await bo.doesNotSee("Confirmed");
      assert.match(await onBosList(bo), /Enrolled: .+ from (1 Jan 2027|January 1, 2027)/);

      await portal.goOnAt(FEBRUARY);
      ana = await stage.signedIn("Ana");
      await ana.visit("/plans");
      await ana.look("/plans", "closed");
      await ana.visit("/report-change");
      await ana.follow("A child is born");
      for (const [field, value] of [["Month", "2"], ["Day", "14"], ["Year", "2027"]]) await ana.fill(field, value);
      await ana.press("Continue");
      await fillIn(ana, BABY);
      await ana.visit("/application/sign");
      await ana.tick("I have read this and agree");
      await ana.fill(/^Signature/, "Ana Kowalski");
      await ana.press("Sign and submit");
      await ana.at("Your results");
      await ana.sees(/Baby Kowalski/);
      await ana.look("/application/result", "birth");

      await ana.visit("/report-change");
      await ana.follow(/^Proof/);
      const file = { name: "birth.jpg", mimeType: "image/jpeg", buffer: PHOTO };
      await ana.page.getByLabel("File or photo").setInputFiles(file);
      await ana.press("Send file");
      await ana.sees("We have your file.");

      await ana.visit("/plans");
      await ana.look("/plans", "birth");
      await ana.press(/^Choose this plan/);
      await ana.at("Review and enroll");
      await ana.sees("Coverage starts 14 Feb 2027");
      await ana.tick("I have read this and agree");
      await ana.fill(/^Signature/, "Ana Kowalski");
      await ana.press("Enroll");
      await ana.at("Your coverage");
      await ana.sees(/14 Feb 2027/);
      await ana.sees("Baby Kowalski");
      await ana.look("/coverage", "birth");

      bo = await stage.signedIn("Bo");
      await bo.visit(`${base}/coverage`);
      await bo.doesNotSee("Baby");
      assert.match(await onBosList(bo), /Enrolled: .+ from (14 Feb 2027|February 14, 2027)/);
    });
  },
  { at: OPEN_ENROLLMENT },
);
