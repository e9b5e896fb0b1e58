// The consumer's own pages: home in every state, her assister from finding to removing, activity.

import { ANA_AND_LENA, fillIn } from "../application.mjs";
import { referenceNumberOfBo } from "../associations.mjs";

export async function consumerPages(studio) {
  const ana = await studio.signedIn("Ana");
  await ana.shot("home-empty");
  for (const [path, name] of [
    ["/assister", "no-assister"], ["/application", "application-not-started"], ["/application/result", "no-results"],
    ["/plans", "no-plans"], ["/coverage", "no-coverage"], ["/activity", "activity"], ["/activity?others=yes", "activity-by-others-empty"],
  ]) {
    await ana.visit(path);
    await ana.shot(name);
  }
  await herAssister(ana, studio);
  await startWithHelp(ana);
  await ana.visit("/home");
  await ana.shot("home-draft");
  await ana.visit("/application");
  await ana.follow(/^Start/, ana.page.getByRole("main"));
  await fillIn(ana, ANA_AND_LENA);
  await ana.visit("/application");
  await ana.shot("application-tasks-all-done");
  await ana.visit("/application/review");
  await ana.shot("review");
  await ana.follow("Continue to signature");
  await ana.shot("signature");
  await ana.press("Sign and submit");
  await ana.shot("signature-errors");
  await ana.tick("I have read this and agree");
  await ana.fill(/^Signature/, "Ana Kowalski");
  await ana.press("Sign and submit");
  await ana.shot("results");
  await ana.openEverything();
  await ana.shot("results-opened");
  for (const [path, name] of [["/home", "home-submitted"], ["/application", "application-submitted"], ["/application/review", "review-submitted"]]) {
    await ana.visit(path);
    await ana.shot(name);
  }
  await shopping(ana);
  await ana.visit("/home");
  await ana.shot("home-enrolled");
  await ana.visit("/activity");
  await ana.shot("activity-full");
}

/** Starts an application with financial assistance. */
export async function startWithHelp(consumer) {
  await consumer.visit("/application");
  await consumer.page.getByText(/^Yes, find out/).click();
  await consumer.press("Start application");
}

async function herAssister(ana, studio) {
  const number = await referenceNumberOfBo(studio);
  await ana.visit("/assister/find");
  await ana.shot("assister-find");
  await ana.press("Search");
  await ana.shot("assister-find-nothing-typed");
  await ana.fill("Seven-digit reference number", "1234567");
  await ana.press("Search");
  await ana.shot("assister-find-wrong-number");
  await ana.fill("Seven-digit reference number", number);
  await ana.press("Search");
  await ana.shot("assister-found");
  await ana.follow("Assign this assister");
  await ana.shot("assister-authorization");
  await ana.press("I agree");
  await ana.shot("assister-receipt");
  await ana.visit("/assister");
  await ana.shot("assister");
  await ana.visit("/assister/remove");
  await ana.shot("assister-remove");
  await ana.press("Remove assister");
  await ana.shot("assister-removed-history");
  await ana.visit(`/assister/authorize/${number}`);
  await ana.press("I agree");
  await ana.visit("/assister/find");
  await ana.fill("Seven-digit reference number", number);
  await ana.press("Search");
  await ana.shot("assister-found-same");
}

async function shopping(ana) {
  await ana.visit("/plans");
  await ana.shot("plans");
  await ana.visit("/plans?metal=gold&deductible=3000&sort=deductible");
  await ana.shot("plans-filtered");
  await ana.visit("/plans/compare");
  await ana.shot("compare-nothing-checked");
  await ana.visit("/plans");
  for (const place of [0, 1, 2]) await ana.page.locator("main .usa-checkbox__label").nth(place).click();
  await ana.press("Compare");
  await ana.shot("compare");
  await ana.visit("/plans");
  await ana.press(/^Choose this plan/);
  await ana.shot("enroll");
  await ana.press("Enroll");
  await ana.shot("enroll-errors");
  await ana.visit("/plans");
  await ana.shot("plans-one-chosen");
  await ana.visit("/enroll");
  await ana.tick("I have read this and agree");
  await ana.fill(/^Signature/, "Ana Kowalski");
  await ana.press("Enroll");
  await ana.shot("coverage");
  await ana.visit("/plans");
  await ana.shot("plans-enrolled");
  await ana.visit("/coverage");
  await ana.follow(/^Cancel Sample/);
  await ana.shot("coverage-cancel");
}
