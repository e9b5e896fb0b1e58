// Every page of the application: as it comes, with every error, filled in; two saves at once; without help.

import { ANA_AND_LENA, answerPage } from "../application.mjs";
import { startWithHelp } from "./consumer.mjs";
import { newConsumer } from "./public.mjs";

const MOST_PAGES = 40;

export async function application(studio) {
  const eve = await studio.signedIn("Eve");
  await startWithHelp(eve);
  await eve.shot("tasks-started");
  if (/application$/.test(eve.page.url())) await eve.follow(/^Start/, eve.page.getByRole("main"));
  const answers = ANA_AND_LENA.map(([when, answer]) => [new RegExp(when.source.replace("Ana", "Eve"), when.flags), answer === "Ana Kowalski" ? "Eve Kowalski" : answer === "Ana" ? "Eve" : answer]);
  const photographed = new Set();
  for (let step = 0; step < MOST_PAGES; step += 1) {
    const topic = new URL(eve.page.url()).pathname.split("/")[2];
    if (topic === "review") break;
    if (!photographed.has(topic)) {
      photographed.add(topic);
      await everyState(eve, topic, answers);
    } else {
      await answerPage(eve, answers);
    }
    if (topic === "people" && (await eve.page.getByText("Lena").count()) === 0) await addLena(eve, answers);
    await eve.press("Save and continue");
  }
  await eve.visit("/application/review");
  await eve.shot("review-after-all");
  await withHistory(eve, answers);
  await staleSave(studio, eve);
  await shortForm(studio);
}

/** A green card, and somebody elsewhere who claims her: what came before is asked, and what is missing is told. */
async function withHistory(eve, answers) {
  const status = [[/immigration status/, /green card/], [/Month/, "6"], [/Day/, "15"], [/Year/, "2024"]];
  await eve.visit("/application/citizenship/1");
  await answerPage(eve, [...status, ...answers]);
  await eve.press("Save and continue");
  await everyState(eve, "immigration", [[/status did Eve have/, /^Refugee/], [/affidavit of support/, "Yes"]]);
  await eve.press("Save and continue");
  await eve.visit("/application/immigration/1");
  await answerPage(eve, [[/40 quarters/, "No"]]);
  await eve.shot("immigration-sponsor");
  await eve.press("Save and continue");
  await eve.visit("/application/taxes/1");
  await answerPage(eve, [[/What will Eve do/, /^Be claimed/], [/Who will claim Eve/, /Someone else/]]);
  await eve.press("Save and continue");
  await eve.visit("/application/taxes/2");
  await answerPage(eve, [[/What will Lena do/, /^Neither/]]);
  await eve.press("Save and continue");
  await eve.visit("/application/review");
  await eve.shot("review-awaited");
}

async function everyState(eve, topic, answers) {
  await eve.shot(`${topic}-empty`);
  const here = eve.page.url();
  for (const field of await eve.page.locator("main form input[type=text], main form input[type=email]").all()) await field.fill("?");
  await eve.press("Save and continue");
  if ((await eve.page.title()).startsWith("Error: ")) await eve.shot(`${topic}-errors`);
  await eve.page.goto(here);
  if (topic === "person") await giveTheNameBack(eve, here);
  for (const field of await eve.page.locator("main form input[value='?']").all()) await field.fill(topic === "contact" ? "eve@example.org" : "");
  await answerPage(eve, answers);
  await eve.shot(`${topic}-filled`);
}

/** The answers are chosen by the person's name, which stands in every heading. */
async function giveTheNameBack(eve, here) {
  await eve.fill(/first name/i, "Eve");
  await eve.fill(/last name/i, "Kowalski");
  await eve.press("Save and continue");
  await eve.page.goto(here);
}

async function addLena(eve, answers) {
  const list = new URL(eve.page.url()).pathname;
  await eve.press("Add a person");
  await eve.shot("person-new");
  await eve.press("Save and continue");
  await eve.shot("person-new-errors");
  await answerPage(eve, answers);
  await eve.press("Save and continue");
  await eve.visit("/application");
  await eve.shot("tasks-half-done");
  await eve.visit(list);
  await eve.shot("people-with-lena");
  await answerPage(eve, answers);
}

async function staleSave(studio, eve) {
  const second = await studio.signedIn("Eve");
  await second.visit("/application/address");
  await eve.visit("/application/address");
  await eve.fill(/street/i, "1 First Way");
  await eve.fill(/city/i, "Duluth");
  await eve.press("Save and continue");
  await second.fill(/street/i, "2 Second Way");
  await second.press("Save and continue");
  await second.shot("stale-both-values");
}

/** Without financial assistance: a consumer of her own, who then has an assister (L1). */
async function shortForm(studio) {
  const noa = await newConsumer(studio, await studio.visitor("Noa"), { given: "Noa", family: "Sample" });
  await noa.visit("/application");
  await noa.press("Start application");
  await noa.shot("start-errors");
  await noa.page.getByText(/^No, only plans at full price/).click();
  await noa.press("Start application");
  await noa.shot("short-form-tasks");
}
