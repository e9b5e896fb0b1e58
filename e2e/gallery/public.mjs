// Pages for everybody, and the ways in: sign-in, a new consumer's account, an assister's activation.

import { createBroker, registrationCode } from "../accounts.mjs";
import { oneTimeCode } from "../totp.mjs";

export const PASSWORD = "copper lantern river 42";

export async function publicPages(studio) {
  const visitor = await studio.visitor("Visitor");
  for (const [path, name] of [["/", "start"], ["/demo", "demo"], ["/sign-in", "sign-in"], ["/forgot-password", "forgot-password"], ["/forgot-username", "forgot-username"]]) {
    await visitor.visit(path);
    await visitor.shot(name);
  }
  await visitor.visit("/sign-in");
  await visitor.press("Sign in", visitor.page.getByRole("main"));
  await visitor.shot("sign-in-nothing-typed");
  await visitor.fill("Username or e-mail", "nobody");
  await visitor.fill("Password", "not this one at all");
  await visitor.press("Sign in", visitor.page.getByRole("main"));
  await visitor.shot("sign-in-wrong");
  await newConsumer(studio, visitor, { given: "Mia", family: "Sample", photograph: true });
  await activation(studio);
  const reader = await studio.visitor("Reader");
  await reader.visit("/demo/mail");
  await reader.shot("demo-mail");
}

/** A consumer makes an account, with the code from the mail; gives the person. */
export async function newConsumer(studio, person, { given, family, photograph = false }) {
  const shot = (name) => (photograph ? person.shot(name) : undefined);
  const email = `${given}.${family}@example.org`.toLowerCase();
  await person.visit("/create-account");
  await shot("create-account");
  if (photograph) {
    await person.press("Create account", person.page.getByRole("main"));
    await person.shot("create-account-errors");
  }
  for (const [label, value] of [
    ["First name", given], ["Last name", family], ["Month", "4"], ["Day", "28"], ["Year", "1986"],
    ["E-mail", email], ["Username", `${given}.${family}`.toLowerCase()], ["Password", PASSWORD],
  ]) {
    await person.fill(label, value);
  }
  await person.press("Create account", person.page.getByRole("main"));
  await shot("create-account-code");
  if (photograph) {
    await person.fill("Eight-digit code", "00000000");
    await person.press("Continue");
    await person.shot("create-account-code-wrong");
    await person.press("Send a new code");
    await person.shot("create-account-code-again");
  }
  const code = (await studio.mailTo(email)).match(/\b\d{8}\b/)[0];
  await person.fill("Eight-digit code", code);
  await person.press("Continue");
  return person;
}

async function activation(studio) {
  const rae = await studio.signedIn("Rae");
  const account = await createBroker(rae, { given: "Gil", family: "Sample", email: "gil@example.org", npn: "91100001" });
  const gil = await studio.visitor("Gil");
  await gil.visit("/activate");
  await gil.shot("activate");
  await gil.fill("Registration code", "AAAA-BBBB-CCCC-DDDD");
  await gil.press("Continue");
  await gil.shot("activate-wrong-code");
  await gil.fill("Registration code", registrationCode(await studio.mailTo(account.email)));
  await gil.press("Continue");
  await gil.shot("activate-choose");
  await gil.fill(/^Username/, "bo");
  await gil.fill(/^Password/, "short");
  await gil.press("Continue");
  await gil.shot("activate-choose-errors");
  await gil.fill(/^Username/, account.username);
  await gil.fill(/^Password/, PASSWORD);
  await gil.press("Continue");
  await gil.shot("second-factor");
  const key = await gil.page.locator("main kbd").first().innerText();
  await gil.fill(/code/i, "000000");
  await gil.press("Continue");
  await gil.shot("second-factor-wrong");
  await gil.fill(/code/i, oneTimeCode(key));
  await gil.press("Continue");
  await gil.shot("recovery-codes");
  await gil.follow("I have kept them: continue");
  await gil.shot("empty-book");
  await gil.press("Sign out");
  await gil.shot("signed-out");
  await gil.visit("/sign-in");
  await gil.fill("Username or e-mail", account.username);
  await gil.fill("Password", PASSWORD);
  await gil.press("Sign in", gil.page.getByRole("main"));
  await gil.shot("sign-in-code");
  await gil.fill(/^Code/, "000000");
  await gil.press("Continue");
  await gil.shot("sign-in-code-wrong");
}
