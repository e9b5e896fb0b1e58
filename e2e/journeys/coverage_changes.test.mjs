// After the first enrollment: another plan in December takes the place of the first, coverage is cancelled before it starts,
// and the assister sees only whether the consumer is enrolled (ENR-5, ENR-7, ACT-9, ACT-12).

import assert from "node:assert/strict";

import { authorizeBo, openFromBook } from "../associations.mjs";
import { OPEN_ENROLLMENT } from "../clock.mjs";
import { onBothDatabases } from "../harness.mjs";
import { boApplies, boEnrolls } from "../main_journey.mjs";

/** What the 834s of every file say: the maintenance codes of subscribers, in their order. */
const said = (files) => files.flatMap((text) => [...text.matchAll(/INS\*Y\*18\*(\d{3})\*/g)].map(([, code]) => code));

/** Bo's row on his list. */
async function onBosList(bo) {
  await bo.visit("/consumers");
  await bo.fill("Search by name", "Kowalski");
  await bo.press("Search");
  return bo.reads();
}

onBothDatabases((journey) => {
  journey("Ana changes her plan in December, and cancels the new one before it starts", async (stage) => {
    const ana = await stage.signedIn("Ana");
    await authorizeBo(ana, stage);
    const bo = await stage.signedIn("Bo");
    const base = await openFromBook(bo, "Ana Kowalski");
    await bo.at("Ana Kowalski");
    await boApplies(bo);
    await bo.visit(`${base}/plans`);
    await boEnrolls(bo);
    await bo.sees("Another plan can be chosen while enrollment is open; only the consumer ends coverage.");
    assert.equal(await bo.page.getByRole("link", { name: /^(Cancel|End) / }).count(), 0);

    await ana.visit("/coverage");
    await ana.look("/coverage", "enrolled");
    const first = await ana.page.getByRole("heading", { level: 2 }).first().innerText();
    await ana.follow("Change to another plan");
    await ana.sees(`You chose ${first}. It has not started.`);
    await ana.look("/plans", "enrolled");
    await ana.press(/^Choose this plan/);
    await ana.at("Review and enroll");
    await ana.sees(`${first} never starts.`);
    await ana.look("/enroll", "replaces");
    await ana.tick("I have read this and agree");
    await ana.fill(/^Signature/, "Ana Kowalski");
    await ana.press("Enroll");
    await ana.at("Your coverage");
    const [second, replaced] = await ana.page.getByRole("heading", { level: 2 }).allInnerTexts();
    assert.equal(replaced, first);
    await ana.sees("Another plan came in its place.");
    await ana.look("/coverage", "changed");
    assert.ok((await onBosList(bo)).includes(`Enrolled: ${second} from`));

    await ana.follow(`Cancel ${second}`);
    await ana.at("Cancel coverage");
    await ana.look("/coverage/{enrollment}/end", "cancel");
    await ana.follow("Keep this plan");
    await ana.follow(`Cancel ${second}`);
    await ana.press("Cancel coverage");
    await ana.at("Your coverage");
    await ana.sees(/, Ana Kowalski: Cancelled/);
    await ana.look("/coverage", "cancelled");
    assert.ok((await onBosList(bo)).includes("Not enrolled"));
    await ana.visit("/home");
    await ana.sees("Not enrolled");
    await ana.visit("/activity");
    await ana.sees("You ended the coverage.");

    // Everybody who was told of a beginning is told of its end.
    const codes = said(stage.portal.exported834()).sort();
    assert.deepEqual(codes, ["021", "021", "024", "024"]);
  });
}, { at: OPEN_ENROLLMENT });
