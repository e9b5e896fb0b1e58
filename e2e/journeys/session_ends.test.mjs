// The end of a session (ID-3): a warning before, by keyboard alone; what was typed comes back after signing in, to its
// person alone, with script and without.

import assert from "node:assert/strict";

import { onBothDatabases } from "../harness.mjs";

const FORM = "/manage/assisters/new";
const MINUTE = 60_000_000;
/** Ends every session, as from another device. */
const END = "UPDATE sessions SET ended_at = last_seen_at WHERE ended_at IS NULL";
/** Lets minutes pass in which nobody did anything. */
const unused = (minutes) => `UPDATE sessions SET last_seen_at = last_seen_at - ${Math.round(minutes * MINUTE)}`;

/** What stands in every field of the page's own form, by name and value. */
async function fields(person) {
  return person.page.locator("main form").first().evaluate((form) =>
    [...form.elements]
      .filter((field) => field.name && !["hidden", "submit"].includes(field.type))
      .map((field) => {
        const own = ["radio", "checkbox"].includes(field.type) ? field.checked : field.value;
        return [field.name, field.type === "radio" ? field.value : "", own];
      }),
  );
}

/** Fills in every field of the page, each in another way; gives what then stands there. */
async function fillEverything(person) {
  const form = person.page.locator("main form").first();
  const texts = await form.locator("input.usa-input").all();
  for (const [number, field] of texts.entries()) await field.fill(`${number}`.slice(0, 2));
  await form.locator("input[name=given_name]").fill("Mai \"><b>bold</b>");
  await form.locator("input[name=family_name]").fill("  O'Neill & Xiong ");
  for (const box of ["radio", "checkbox"]) {
    for (const label of (await form.locator(`.usa-${box} label`).all()).filter((_, at) => at % 2 === 0)) await label.click();
  }
  for (const list of await form.locator("select").all()) await list.selectOption({ index: 1 });
  const typed = await fields(person);
  const filled = typed.filter(([, , own]) => own !== "" && own !== false);
  assert.ok(filled.length > 12, `${filled.length} fields are filled in`);
  return typed;
}

/** Presses the form's own button. */
function send(person) {
  return person.act(person.page.locator("main form button.usa-button").first(), "the form's button");
}

onBothDatabases((journey) => {
  for (const javaScriptEnabled of [true, false]) {
    journey(`typed too late comes back to its person alone, ${javaScriptEnabled ? "with" : "without"} script`, async (stage) => {
      const rae = await stage.signedIn("Rae", { javaScriptEnabled });
      await rae.visit(FORM);
      const typed = await fillEverything(rae);
      await stage.portal.plant(END);
      await send(rae);
      await rae.at("Sign in");
      await rae.sees("Your session ended. What you typed is kept: sign in to go on.");

      // Somebody else signs in at the same browser.
      const page = new URL(rae.page.url()).searchParams.get("next");
      rae.name = "Ana";
      await rae.signIn();
      await rae.at("Your account");
      await rae.doesNotSee("O'Neill");
      await rae.visit(page);
      await rae.at("Your account");
      await rae.doesNotSee("O'Neill");
      await rae.press("Sign out");

      rae.name = "Rae";
      await rae.signIn();
      await rae.at(/^New assister|^Create|^Add/);
      await rae.sees(/We kept what you typed \(.*\)\. Nothing was sent\. Check it and press the button again\./);
      await rae.doesNotSee("You also typed");
      assert.deepEqual(await fields(rae), typed);
      await rae.look("what was typed is back", "kept");
      // It is as good as typed now: the portal says what is wrong with it.
      await send(rae);
      await rae.sees("There is a problem");
      assert.equal(await rae.page.locator("input[name=family_name]").inputValue(), "  O'Neill & Xiong ");
    });
  }

  journey("without script the page says until when, and the button loses nothing", async (stage) => {
    const rae = await stage.signedIn("Rae", { javaScriptEnabled: false });
    await rae.visit(FORM);
    const typed = await fillEverything(rae);
    const footer = rae.page.locator("footer");
    assert.match(await footer.innerText(), /You stay signed in until .* if you do nothing\./);
    await stage.portal.plant(unused(14));
    const [other] = await Promise.all([
      rae.context.waitForEvent("page"),
      footer.getByRole("button", { name: "Stay signed in" }).click(),
    ]);
    await other.waitForLoadState();
    assert.equal(new URL(other.url()).pathname, FORM);
    assert.deepEqual(await fields(rae), typed);
    await stage.portal.plant(unused(14));
    await send(rae);
    await rae.at(/^New assister|^Create|^Add/);
  });

  journey("the warning comes in time, and the keyboard alone stays signed in", async (stage) => {
    const rae = await stage.signedIn("Rae");
    await rae.page.clock.install();
    await rae.visit(FORM);
    const alert = rae.page.locator("#session");
    await rae.page.locator("input[name=given_name]").focus();
    await rae.page.keyboard.type("Mai");
    assert.ok(await alert.isHidden(), "no warning yet");

    await stage.portal.plant(unused(12.6));
    await rae.page.clock.fastForward("12:31");
    await rae.page.clock.runFor(2000);
    await rae.page.getByText("You will be signed out soon").waitFor();
    assert.equal(await alert.getAttribute("role"), "alert");
    assert.match(await alert.innerText(), /You stay signed in until/);
    await rae.page.keyboard.type(" Yer");
    assert.equal(await rae.page.locator("input[name=given_name]").inputValue(), "Mai Yer", "the focus stays in the field");
    await rae.look("the warning", "warning");
    await rae.tabTo("Stay signed in", 2);
    await rae.page.keyboard.press("Enter");
    await rae.page.getByText("You will be signed out soon").waitFor({ state: "detached" });
    assert.equal(await rae.page.locator("input[name=given_name]").inputValue(), "Mai Yer");
    assert.equal(await rae.page.evaluate(() => document.activeElement.name), "given_name", "back in the field");

    // Staying in another tab counts here: the page asks before it says that the session ended.
    await stage.portal.plant(unused(12.6));
    await rae.page.clock.fastForward("12:31");
    await rae.page.clock.runFor(2000);
    await rae.page.getByText("You will be signed out soon").waitFor();
    const other = await rae.context.newPage();
    await other.goto(new URL(FORM, rae.address).href);
    await other.close();
    await rae.page.clock.fastForward("02:31");
    await rae.page.clock.runFor(2000);
    await rae.page.getByText("You will be signed out soon").waitFor({ state: "detached" });

    await stage.portal.plant(unused(20));
    await rae.page.clock.fastForward("15:01");
    await rae.page.clock.runFor(2000);
    await rae.page.getByText("Press the button of this page: we keep what you typed.").waitFor();
    assert.match(await alert.innerText(), /close this page now/);
    // The question was answered with 401, as it should be.
    rae.findings.splice(0);
    await rae.look("the session is over", "over");
    await send(rae);
    await rae.sees("What you typed is kept");
    await rae.signIn();
    assert.equal(await rae.page.locator("input[name=given_name]").inputValue(), "Mai Yer");
  });
});
