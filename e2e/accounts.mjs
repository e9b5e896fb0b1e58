// Accounts in journeys: how a resource manager makes a broker's, how the broker activates it, and the
// password everybody uses.

import assert from "node:assert/strict";

import { answerPage } from "./application.mjs";
import { oneTimeCode } from "./totp.mjs";

/** Long, and on no list of common ones. */
export const PASSWORD = "copper lantern river 42";

/** Rae fills in the form for a broker; gives the account with its reference number. */
export async function createBroker(rae, { given, family, email, npn }) {
  await rae.visit("/manage");
  await rae.at("Assister accounts");
  await rae.follow("Create assister account", rae.page.getByRole("main"));
  await rae.at("Create assister account");
  await answerPage(rae, [
    [/Kind of assister/, "Broker"],
    [/First name/, given],
    [/Last name/, family],
    [/Public e-mail/, email],
    [/E-mail/, email],
    [/NPN/, npn],
    [/Public phone/, "651-555-0177"],
    ...day(/First day of the certification/, [11, 1, 2025]),
    ...day(/Last day of the certification/, [10, 31, 2027]),
    ...day(/Portal training/, [10, 1, 2025]),
    ...day(/Portal assessment/, [10, 1, 2025]),
    ...day(/producer license/, [12, 31, 2028]),
  ]);
  await rae.press("Create assister account");
  await rae.at(`${given} ${family}`);
  const referenceNumber = (await rae.reads()).match(/Reference number\s+([1-9]\d{6})\b/)?.[1];
  assert.ok(referenceNumber, "the account's page shows no reference number");
  return { email, username: `${given}.${family}`.toLowerCase(), referenceNumber };
}

/** Month, day and year of a question. */
export function day(question, numbers) {
  return ["Month", "Day", "Year"].map((part, place) => [
    new RegExp(`${question.source}.*> ${part}$`),
    String(numbers[place]),
  ]);
}

/** The code in an invitation's mail. */
export function registrationCode(mail) {
  const found = mail.match(/Your registration code: (\S+)/);
  assert.ok(found, `no registration code in the mail:\n${mail}`);
  return found[1];
}

/** Activation: code, then username and password, then the second factor. Gives the factor's key. */
export async function activate(person, mail, username) {
  await person.visit("/activate");
  await person.at("Activate your assister account");
  await person.fill("Registration code", registrationCode(mail));
  await person.press("Continue");
  await person.at("Choose your username and password");
  await person.fill(/^Username/, username);
  await person.fill(/^Password/, PASSWORD);
  await person.press("Continue");
  await person.at("Set up your second factor");
  const key = await person.page.locator("main kbd").first().innerText();
  await person.fill(/code/i, oneTimeCode(key));
  await person.press("Continue");
  await person.at("Your recovery codes");
  return key;
}

/** Signs in with password and second factor. A code works once, so this takes the next one. */
export async function signIn(person, username, key) {
  await person.visit("/sign-in");
  await person.at("Sign in");
  await person.fill("Username or e-mail", username);
  await person.fill("Password", PASSWORD);
  await person.press("Sign in", person.page.getByRole("main"));
  await person.at("Enter your code");
  await person.fill(/^Code/, oneTimeCode(key, 1));
  await person.press("Continue");
}

/** A consumer makes an account: the form, then the code from the mail. */
export async function makeAccount(person, stage, { given, family, email, username, read = async () => {} }) {
  if (!new URL(person.page.url()).pathname.startsWith("/create-account")) await person.visit("/create-account");
  await person.at("Create your account");
  await answerPage(person, [
    [/First name/, given],
    [/Last name/, family],
    ...day(/Date of birth/, [4, 2, 1986]),
    [/E-mail/, email],
    [/Username/, username],
    [/Password/, PASSWORD],
  ]);
  await person.press("Create account", person.page.getByRole("main"));
  await person.at("Enter the code from your e-mail");
  await read();
  const mail = await stage.mailbox.mailTo(email);
  await person.fill("Eight-digit code", mail.match(/\b(\d{4}[ -]?\d{4})\b/)[1]);
  await person.press("Continue");
}
