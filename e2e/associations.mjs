// Associations in journeys: a consumer authorizes Bo by his reference number, Bo opens her from his book.

import assert from "node:assert/strict";

/** The reference number that Bo hands out, read from his account as Rae sees it. */
export async function referenceNumberOfBo(stage) {
  const rae = await stage.signedIn("Rae");
  await rae.visit("/manage");
  await rae.fill("Search", "Lind");
  await rae.press("Search");
  await rae.follow("Bo Lind");
  const number = (await rae.reads()).match(/Reference number\s+([1-9]\d{6})\b/)?.[1];
  assert.ok(number, "Bo's reference number does not stand on his account's page");
  await rae.context.close();
  return number;
}

/** A consumer finds Bo by his number, reads the statement and agrees. */
export async function authorizeBo(consumer, stage) {
  const number = await referenceNumberOfBo(stage);
  await consumer.visit("/assister/find");
  await consumer.at("Assign an assister");
  await consumer.fill("Seven-digit reference number", number);
  await consumer.press("Search");
  await consumer.sees("Bo Lind");
  const assign = await consumer.called("link", "Assign this assister");
  if ((await assign.count()) > 0) await consumer.follow("Assign this assister");
  else await consumer.press("Assign this assister");
  await consumer.at("Assister authorization");
  await consumer.sees("Bo Lind");
  await consumer.press("I agree");
  await consumer.at("Authorization receipt");
}

/** An assister searches the book by family name and opens the consumer; gives the path. */
export async function openFromBook(assister, name) {
  await assister.visit("/consumers");
  await assister.at("My consumers");
  await assister.fill("Search by name", name.split(" ").at(-1));
  await assister.press("Search");
  await assister.follow(name);
  await assister.at(name);
  await assister.looksActing(name);
  return new URL(assister.page.url()).pathname;
}
