// Nobody is locked out, and nobody gets in: a forgotten password does not go round the second factor, a forgotten
// username comes by mail, and a lost second factor of Di is given back through Rae, unless the old one stops it.

import assert from "node:assert/strict";

import { onBothDatabases } from "../harness.mjs";
import { oneTimeCode } from "../totp.mjs";

const NEW = "quiet harbor lamp 77";
const NEWER = "seven green kettles 12";
/** Where Di gets in: her certification has lapsed. */
const DIS_PAGE = "You cannot act for consumers today";

onBothDatabases((journey) => {
  journey("Nia forgot her password: a code by mail, a new password, and then her second factor as always", async (stage) => {
    const nia = await stage.visitor("Nia");
    await newPassword(nia, stage, "nia", NEW);
    const { key } = await setUpFactor(nia, "nia", NEW);
    await nia.press("Sign out");

    const email = await newPassword(nia, stage, "nia", NEWER);
    await givePassword(nia, "nia", NEW);
    await nia.at("Sign in");
    await nia.sees("The username or the password is not right");
    await givePassword(nia, "nia", NEWER);
    await nia.at("Enter your code");
    await nia.visit("/consumers");
    await nia.at("Sign in");
    await givePassword(nia, "nia", NEWER);
    await nia.fill(/^Code/, oneTimeCode(key, 1));
    await nia.press("Continue");
    await nia.at("My consumers");

    const told = await stage.mailTo(email);
    assert.match(told, /password was changed/);
    assert.doesNotMatch(told, /https?:/);

    const forgetful = await stage.visitor("Forgetful");
    await forgetful.visit("/sign-in");
    await forgetful.follow("Forgot your username?");
    await forgetful.at("Find your username");
    await forgetful.fill("E-mail", email);
    await forgetful.press("Send my usernames");
    await forgetful.sees("If there is an account with this e-mail address");
    assert.match(await stage.mailTo(email), /You sign in with: nia \(your work\)/);
  });

  journey("Di lost her second factor, and her old one stops the reset; in a second run she sets up another one", async (stage) => {
    const { di, key, codes, email } = await diWithFactor(stage);
    const rae = await resetByRae(stage);
    await oldFactorStops(stage, { di, rae, code: codes[0], email });

    await resetByRae(stage, rae);
    assert.match(await stage.mailTo(email), /Your second factor at .* was reset/);
    await di.visit("/consumers");
    await di.at("Sign in");

    await givePassword(di, "di", NEW);
    await di.at("Set up your second factor");
    await di.sees("I still have my old app or a recovery code");
    const other = await confirmFactor(di);
    assert.notEqual(other.key, key);
    await di.follow("I have kept them: continue");
    await di.press("Sign out");
    await givePassword(di, "di", NEW);
    await di.at("Enter your code");
    await di.fill(/^Code/, oneTimeCode(key, 1));
    assert.equal(await di.press("Continue"), 422, "the old one is gone");
    await di.fill(/^Code/, oneTimeCode(other.key, 1));
    await di.press("Continue");
    await di.at(DIS_PAGE);
    await rae.visit(new URL(rae.page.url()).pathname);
    await rae.sees(/Second factor Set up/);
    await rae.sees(/Second factor reset .* Called back at the number on file/);
  });
});

/** Sets a password anew: the name, the code from the mail, the password. Gives the address the code went to. */
async function newPassword(person, stage, username, password) {
  await person.visit("/sign-in");
  await person.follow("Forgot your password?");
  await person.at("Reset your password");
  await person.fill("Username or e-mail", username);
  await person.press("Send the code");
  await person.at("Enter the code from your e-mail");
  const mail = await stage.mailTo(`${username} (your work)`);
  await person.fill("Eight-digit code", mail.match(/Your code: (\d{8})/)[1]);
  await person.press("Continue");
  await person.at("Choose a new password");
  await person.fill(/^New password/, "short");
  assert.equal(await person.press("Save the new password"), 422);
  await person.sees("Use at least 12 characters");
  await person.fill(/^New password/, password);
  await person.press("Save the new password");
  await person.at("Sign in");
  await person.sees("Your password was changed, and all devices were signed out");
  return mail.match(/[\w.-]+@[\w.-]+/)[0];
}

/** Gives username and password. */
async function givePassword(person, username, password) {
  await person.visit("/sign-in");
  await person.fill("Username or e-mail", username);
  await person.fill("Password", password);
  await person.press("Sign in", person.page.getByRole("main"));
}

/** Signs in for the first time and sets the second factor up. */
async function setUpFactor(person, username, password) {
  await givePassword(person, username, password);
  await person.at("Set up your second factor");
  const made = await confirmFactor(person);
  await person.follow("I have kept them: continue");
  await person.at(username === "di" ? DIS_PAGE : "My consumers");
  return made;
}

/** Confirms the key on the page; gives it, with the recovery codes. */
async function confirmFactor(person) {
  const key = await person.page.locator("main kbd").first().innerText();
  await person.fill(/code/i, oneTimeCode(key));
  await person.press("Continue");
  await person.at("Your recovery codes");
  return { key, codes: await person.page.locator("main kbd").allInnerTexts() };
}

/** Di with a password and a second factor. */
async function diWithFactor(stage) {
  const di = await stage.visitor("Di");
  const email = await newPassword(di, stage, "di", NEW);
  return { di, email, ...(await setUpFactor(di, "di", NEW)) };
}

/** Somebody else asked Rae: Di signs in with what she still has, and both are told. */
async function oldFactorStops(stage, { di, rae, code, email }) {
  await givePassword(di, "di", NEW);
  await di.at("Set up your second factor");
  await di.follow("Enter a code of the old one");
  await di.at("Enter your code");
  await di.sees("the reset is stopped");
  await di.fill(/^Code/, code);
  await di.press("Continue");
  await di.at("Your second factor stays as it is");
  await di.follow("Continue");
  await di.at(DIS_PAGE);
  assert.match(await stage.mailTo(email), /stays as it is/);
  const reader = await stage.visitor("Reader");
  await reader.visit("/demo/mail");
  await reader.sees(/A second factor at .* was not reset/);
  await rae.visit(new URL(rae.page.url()).pathname);
  assert.equal(await rae.page.getByRole("link", { name: "Reset second factor" }).count(), 1);
}

/** Rae resets Di's second factor, and writes down how she checked who asks. */
async function resetByRae(stage, rae) {
  rae ??= await stage.signedIn("Rae");
  await rae.visit("/manage");
  await rae.fill("Search", "Osman");
  await rae.press("Search");
  await rae.follow("Di Osman");
  await rae.follow("Reset second factor");
  await rae.at("Reset the second factor of Di Osman");
  assert.equal(await rae.press("Reset second factor"), 422, "not without saying how it was checked");
  await rae.fill(/How did you check/, "Called back at the number on file.");
  await rae.press("Reset second factor");
  await rae.sees(/Di Osman sets up another second factor at the next sign-in/);
  return rae;
}
