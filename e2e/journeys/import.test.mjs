// A roster file in the browser: 5,000 rows of which 40 cannot be accepted are looked at, the others applied, and a new
// broker activates the account from the mail; a file that is refused whole; and an export that comes back unchanged.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { activate } from "../accounts.mjs";
import { onBothDatabases } from "../harness.mjs";

const HEAD = "kind,given_name,family_name,email,npn,public_phone,certified_from,certified_until,training_passed_on,assessment_passed_on,license_until";
const ROWS = 5_000;
/** Every 125th row is wrong. */
const EVERY = 125;

/** A number in letters, for names. */
function lettered(number) {
  return [...String(number)].map((digit) => "abcdefghij"[digit]).join("");
}

function row(number, wrong) {
  const name = `Gil${lettered(number)}`;
  const email = `${name.toLowerCase()}@example.org`;
  const npn = wrong ? "none" : String(60_000_000 + number);
  return `broker,${name},Sample,${email},${npn},651-555-0177,2025-11-01,2030-10-31,2025-10-01,2025-10-01,2031-12-31`;
}

/** A file of new brokers, as a spreadsheet elsewhere writes it: semicolons, Windows-1252, ends of lines with two signs. */
function file(rows) {
  const lines = Array.from({ length: rows }, (_, at) => row(at + 1, (at + 1) % EVERY === 0));
  return Buffer.from([HEAD, ...lines].join("\r\n").replaceAll(",", ";") + "\r\n", "latin1");
}

async function upload(rae, buffer) {
  await rae.visit("/manage");
  await rae.follow("Import roster", rae.page.getByRole("main"));
  await rae.at("Import roster");
  await rae.page.getByLabel("Roster file").setInputFiles({ name: "roster.csv", mimeType: "text/csv", buffer });
  return rae.press("Upload and look");
}

/** Looks again and again until the work is done. */
async function until(rae, heading) {
  for (let looks = 0; looks < 200; looks += 1) {
    const text = (await rae.page.locator("h1").first().textContent()).trim();
    if (text === heading) return;
    await rae.page.waitForTimeout(1_000);
    await rae.follow("See how far it is");
  }
  await rae.at(heading);
}

onBothDatabases((journey) => {
  journey("Rae imports 5,000 rows of which 40 are refused, and a new broker activates the account", async (stage) => {
    const rae = await stage.signedIn("Rae", { javaScriptEnabled: false });
    assert.equal(await upload(rae, file(ROWS)), 200);
    await until(rae, "What this file would change");
    await rae.sees("40 rows cannot be accepted.");
    await rae.sees("Rows that cannot be accepted, and why");
    await rae.sees(/126 Gilbcf Sample Column 5, npn: /);
    await rae.follow(/^New/);
    await rae.sees("Rows 1 to 50 of 4,960");
    await rae.follow("Next page");
    await rae.sees("Rows 51 to 100 of 4,960");
    await rae.press("Apply 4,960 changes");
    await until(rae, "The file was applied");
    await rae.sees("4,960 rows were written.");
    const download = rae.page.waitForEvent("download");
    await rae.page.getByRole("link", { name: "Download the report" }).click();
    const report = readFileSync(await (await download).path(), "utf8");
    assert.equal(report.match(/"Was created"/g)?.length, ROWS - ROWS / EVERY);
    assert.equal(report.match(/^"\d+","Refused, not written"/gm)?.length, ROWS / EVERY);

    await rae.visit("/manage");
    await rae.fill("Search", "gilb@example.org");
    await rae.press("Search");
    await rae.sees("Gilb Sample");
    const gil = await stage.visitor("Gil");
    const mail = await stage.mailTo(`${"Gil" + lettered(ROWS - 1)}@example.org`.toLowerCase());
    await activate(gil, mail, "gil.sample");
  });

  journey("a broken file says line, column and reason, and the export comes back unchanged", async (stage) => {
    const rae = await stage.signedIn("Rae");
    assert.equal(await upload(rae, Buffer.from(`${HEAD}\n${row(1)}\n${row(2).replace("Gil", '"Gil')}\n`)), 422);
    await rae.at("Import roster");
    await rae.sees("Line 3, column 2: The quote that begins here is never closed.");
    const download = rae.page.waitForEvent("download");
    await rae.page.getByRole("link", { name: "Export roster" }).click();
    const exported = readFileSync(await (await download).path());
    await upload(rae, exported);
    await until(rae, "What this file would change");
    await rae.sees("Every row says what is stored. There is nothing to apply.");
  });
});
