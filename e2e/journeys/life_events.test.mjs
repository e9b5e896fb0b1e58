// After the application: Ana moves, tells it, sends a proof, sees what it changes and chooses another plan; her broker sees
// what there was at first and nothing of the change (ENR-1, ACT-9, ACT-12). And the exchange's staff see the files that
// went to the carriers (ENR-7).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { answerPage } from "../application.mjs";
import { authorizeBo, openFromBook } from "../associations.mjs";
import { OPEN_ENROLLMENT } from "../clock.mjs";
import { onBothDatabases } from "../harness.mjs";
import { boApplies, boEnrolls, todayAtTheExchange } from "../main_journey.mjs";

const PDF = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n";
const NEW_ADDRESS = [
  [/> Street address$/, "200 Sample Avenue"],
  [/> City$/, "Duluth"],
  [/> ZIP code$/, "55802"],
  [/> County$/, /^St\. Louis/],
];

/** Chooses a file and sends it. */
async function sendProof(ana, name, text) {
  await ana.page.getByLabel("File or photo").setInputFiles({ name, mimeType: "application/pdf", buffer: Buffer.from(text, "latin1") });
  return ana.press("Send file");
}

onBothDatabases((journey) => {
  journey("Ana moves, shows it, and chooses another plan; Bo sees nothing of it", async (stage) => {
    const ana = await stage.signedIn("Ana");
    await authorizeBo(ana, stage);
    const bo = await stage.signedIn("Bo");
    const base = await openFromBook(bo, "Ana Kowalski");
    await boApplies(bo);
    await bo.visit(`${base}/plans`);
    await boEnrolls(bo);

    await ana.visit("/application");
    await ana.follow("Report a change");
    await ana.at("Report a change");
    await ana.look("/report-change", "events");
    await ana.follow("You move");
    await ana.at("You move");
    await ana.look("/report-change/{event}", "move");
    await ana.press("Continue");
    await ana.sees("Enter a day from");
    await ana.look("/report-change/{event}", "without-a-day");
    const [month, day, year] = todayAtTheExchange();
    await ana.fill("Month", month);
    await ana.fill("Day", day);
    await ana.fill("Year", year);
    await ana.press("Continue");
    await answerPage(ana, NEW_ADDRESS);
    await ana.press("Save and continue");
    await ana.at(/^Review/);
    await ana.visit("/application");
    await ana.sees(/Change: You move/);
    await ana.look("/application", "change");
    await ana.visit("/report-change");
    await ana.sees("A change that you did not sign yet");
    await ana.look("/report-change", "waits");
    await ana.press("Go on");
    await ana.visit("/application/sign");
    await ana.tick("I have read this and agree");
    await ana.fill(/^Signature/, "Ana Kowalski");
    await ana.press("Sign and submit");
    await ana.at("Your results");
    await ana.sees(/You move: .* Before and now/);
    await ana.sees("You can choose a plan until");
    await ana.look("/application/result", "change");

    await ana.visit("/report-change");
    await ana.sees(/Send it by/);
    await ana.look("/report-change", "told");
    await ana.follow(/^Proof/);
    await ana.at("Proof of a change");
    assert.equal(await sendProof(ana, "lease.pdf", `${PDF}PK\x05\x06${"\0".repeat(18)}`), 422);
    await ana.sees("Something else is hidden in this file.");
    await ana.look("/report-change/proof/{version}", "refused");
    await sendProof(ana, "lease.pdf", PDF);
    await ana.sees("We have your file.");
    await ana.look("/report-change/proof/{version}", "sent");
    const download = ana.page.waitForEvent("download");
    await ana.page.getByRole("link", { name: /^Download/ }).click();
    assert.equal(readFileSync(await (await download).path(), "latin1"), PDF.trimEnd());

    await ana.visit("/plans");
    await ana.press(/^Choose this plan/);
    await ana.at("Review and enroll");
    await ana.tick("I have read this and agree");
    await ana.fill(/^Signature/, "Ana Kowalski");
    await ana.press("Enroll");
    await ana.at("Your coverage");
    await ana.sees("Another plan came in its place.");
    await ana.visit("/activity");
    await ana.sees("You began to report a change.");

    await bo.visit(`${base}/application/result`);
    await bo.sees("This is the initial determination.");
    await bo.doesNotSee("You move");
    await bo.visit(`${base}/application/review`);
    await bo.doesNotSee("Duluth");

    assert.ok(stage.portal.exported834().length > 0);
    const rae = await stage.signedIn("Rae");
    await rae.visit("/manage");
    await rae.follow("Carriers");
    await rae.at("Carrier files");
    await rae.sees("Not answered yet");
    await rae.look("/manage/carriers", "sent");
    await rae.press(/^Send again/);
    await rae.sees("The same file is written once more");
    await rae.look("/manage/carriers", "again");
  });
}, { at: OPEN_ENROLLMENT });
