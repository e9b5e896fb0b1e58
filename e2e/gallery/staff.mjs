// The resource manager's pages: the list, a new account of each kind with errors, an account in each state.

import { createBroker } from "../accounts.mjs";

export async function staffPages(studio) {
  const rae = await studio.signedIn("Rae");
  await rae.shot("manage");
  await rae.fill("Search", "Nobodyatall");
  await rae.press("Search");
  await rae.shot("manage-search-none");
  await rae.visit("/manage/assisters/new");
  await rae.shot("new-assister");
  await rae.press("Create assister account");
  await rae.shot("new-assister-errors");
  for (const kind of ["Broker", "Navigator", "Certified application counselor"]) {
    await rae.visit("/manage/assisters/new");
    await rae.page.locator("main label").filter({ hasText: kind }).first().click();
    await rae.press("Create assister account");
    await rae.shot(`new-${kind.split(" ")[0].toLowerCase()}-errors`);
  }
  await createBroker(rae, { given: "Hal", family: "Sample", email: "hal@example.org", npn: "91100002" });
  await rae.shot("account-invited");
  for (const [name, state] of [["Cy Brand", "active"], ["Di Osman", "lapsed"]]) {
    await rae.visit("/manage");
    await rae.fill("Search", name.split(" ")[1]);
    await rae.press("Search");
    await rae.shot(`manage-search-${state}`);
    await rae.follow(name);
    await rae.shot(`account-${state}`);
  }
  await rae.visit("/manage");
  await rae.fill("Search", "Brand");
  await rae.press("Search");
  await rae.follow("Cy Brand");
  await rae.press("Suspend");
  await rae.shot("account-suspend-without-reason");
  await rae.fill(/Reason/, "License is being checked");
  await rae.press("Suspend");
  await rae.shot("account-suspended");
  const cy = await studio.signedIn("Cy");
  await cy.shot("book-of-a-suspended-assister");
}
