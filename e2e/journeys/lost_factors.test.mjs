// A consumer lost the second factor: staff check who asks and give leave to set up another one, a day passes, and
// signing in with the old one stops it. An assister never does this.

import assert from "node:assert/strict";

import { PASSWORD, makeAccount } from "../accounts.mjs";
import { onBothDatabases } from "../harness.mjs";
import { oneTimeCode } from "../totp.mjs";

const EMAIL = "eli@example.org";

onBothDatabases((journey) => {
  journey("Eli lost the second factor, and the old one stops what Rae allowed; in a second run Eli sets up another one", async (stage) => {
    const { eli, key, codes } = await eliWithFactor(stage);
    const rae = await stage.signedIn("Rae");
    await giveBack(rae, "nobody.of.this.name");
    await giveBack(rae, EMAIL);
    assert.match(await stage.mailTo(EMAIL), /Another second factor for your account/);

    await eli.visit("/home");
    await eli.at("Sign in");
    await givePassword(eli);
    await eli.at("Enter your code");
    await eli.sees("the reset is stopped");
    await eli.sees("Is it gone? Come back on");
    await eli.visit("/sign-in/second-factor");
    await eli.at("Enter your code");
    await eli.fill(/^Code/, codes[0]);
    await eli.press("Continue");
    await eli.at("Your second factor stays as it is");
    assert.match(await stage.mailTo(EMAIL), /stays as it is/);
    await eli.visit("/home");
    await eli.press("Sign out");

    await giveBack(rae, "eli.sample");
    // A day passes.
    await stage.portal.plant("UPDATE factor_resets SET due_at = due_at - 86400000000 WHERE ended_at IS NULL");
    await givePassword(eli);
    await eli.at("Set up your second factor");
    await eli.sees("I still have my old app or a recovery code");
    const other = await confirmFactor(eli);
    assert.notEqual(other.key, key);
    await eli.follow("I have kept them: continue");
    await eli.visit("/activity");
    await eli.sees(/Rae .* gave leave to set up another second factor/);
    await eli.press("Sign out");
    await givePassword(eli);
    await eli.fill(/^Code/, oneTimeCode(key, 1));
    assert.equal(await eli.press("Continue"), 422, "the old one is gone");
    await eli.fill(/^Code/, oneTimeCode(other.key, 1));
    await eli.press("Continue");
    await eli.visit("/home");

    const bo = await stage.signedIn("Bo");
    await bo.visit("/manage/lost-factor", 403);
  });
});

/** Eli makes an account and sets an app up. */
async function eliWithFactor(stage) {
  const eli = await stage.visitor("Eli");
  const mailbox = { mailTo: (recipient) => stage.mailTo(recipient) };
  await makeAccount(eli, { mailbox }, { given: "Eli", family: "Sample", email: EMAIL, username: "eli.sample" });
  await eli.visit("/settings/second-factor");
  const key = await eli.page.locator("main kbd").first().innerText();
  await eli.fill(/^Six-digit code/, oneTimeCode(key));
  await eli.press("Turn it on");
  await eli.at("Your recovery codes");
  const codes = await eli.page.locator("main kbd").allInnerTexts();
  assert.equal(codes.length, 10);
  for (const code of codes) assert.match(code, /^([34679ACDEFGHJKMNPQRTVWX]{5}-){4}[34679ACDEFGHJKMNPQRTVWX]{5}$/);
  return { eli, key, codes };
}

async function givePassword(person) {
  await person.visit("/sign-in");
  await person.fill("Username or e-mail", "eli.sample");
  await person.fill("Password", PASSWORD);
  await person.press("Sign in", person.page.getByRole("main"));
}

/** Confirms the key on the page; gives it. */
async function confirmFactor(person) {
  const key = await person.page.locator("main kbd").first().innerText();
  await person.fill(/code/i, oneTimeCode(key));
  await person.press("Continue");
  await person.at("Your recovery codes");
  return { key };
}

/** Rae types the exact name, and how she checked who asks; the page says the same for every name. */
async function giveBack(rae, name) {
  await rae.visit("/manage");
  await rae.follow("A consumer or colleague lost a second factor");
  await rae.at("Lost second factor");
  await rae.fill(/^Username, or/, name);
  assert.equal(await rae.press("Allow another second factor"), 422, "not without saying how it was checked");
  await rae.fill(/How did you check/, "Compared name, date of birth and address with two letters.");
  await rae.press("Allow another second factor");
  await rae.sees("If there is such an account with a second factor, an e-mail is on its way.");
}
