// Filling in an application as a person would: reads each page's questions and answers them from a
// list of "when the question reads like this, answer that". Yes-or-no questions that the list does not
// know are answered No; other fields stay empty. The household is made up.

import assert from "node:assert/strict";

import { inEnglish, says } from "./made_up.mjs";

/** Ana and her daughter: the adult gets a tax credit, the child Medical Assistance. */
export const ANA_AND_LENA = [
  [/> Street address$/, "100 Sample Street"],
  [/> City$/, "Minneapolis"],
  [/> ZIP code$/, "55401"],
  [/> County$/, /^Hennepin/],
  [/Which language/, /^English/],
  [/Is everyone listed/, "Yes"],
  [/^About Ana.*First name/, "Ana"],
  [/^About Ana.*Last name/, "Kowalski"],
  [/^About Ana.*Date of birth.*Month/, "4"],
  [/^About Ana.*Date of birth.*Day/, "2"],
  [/^About Ana.*Date of birth.*Year/, "1986"],
  [/> First name$/, "Lena"],
  [/> Last name$/, "Kowalski"],
  [/Date of birth.*Month/, "5"],
  [/Date of birth.*Day/, "14"],
  [/Date of birth.*Year/, "2018"],
  [/want health coverage/, "Yes"],
  [/> Sex > /, /^Female/],
  [/citizenship: Ana.*> Social Security number/, "412-55-0198"],
  [/citizenship: Lena.*> Social Security number/, "412-55-0199"],
  [/citizenship or immigration status/, "U.S. citizen"],
  [/plan to stay/, "Yes"],
  [/related to/, "child"],
  [/live at the home address/, "Yes"],
  [/What will Ana do/, /^File a tax return/],
  [/How will Ana file/, "Head of household"],
  [/What will Lena do/, /^Be claimed as a dependent/],
  [/Who will claim Lena/, "Ana Kowalski"],
  [/Does Ana have any income/, "Yes"],
  [/^Income: Ana.*Income 1: kind/, /^Job/],
  [/^Income: Ana.*Income 1: amount/, "4650"],
  [/^Income: Ana.*Income 1: how often/, "Every month"],
  [/What other coverage/, /^None|^No/],
];

/** Lena's father, when he lives with them: the answers that are his own. */
const TOM = [
  [/> First name$/, "Tom"],
  [/Date of birth.*Month/, "3"],
  [/Date of birth.*Day/, "3"],
  [/Date of birth.*Year/, "1984"],
  [/> Sex > /, /^Male/],
];

/** With Tom, at these wages: both parents get a tax credit, Lena Medical Assistance. */
export const ANA_TOM_AND_LENA = [
  [/^Income: Ana.*Income 1: amount/, "4200"],
  ...TOM.map(([when, answer]) => [new RegExp(`^About Tom.*${when.source}`), answer]),
  [/Does Tom have any income/, "Yes"],
  [/^Income: Tom.*Income 1: kind/, /^Job/],
  [/^Income: Tom.*Income 1: amount/, "1800"],
  [/^Income: Tom.*Income 1: how often/, "Every month"],
  [/citizenship: Tom.*> Social Security number/, "412-55-0197"],
  [/Tom.* related to Ana/, "husband or wife"],
  [/How will (Ana|Tom) file/, /^Married, filing together/],
  [/What will Tom do/, /^File a tax return/],
  ...ANA_AND_LENA,
];

const MOST_PAGES = 60;
/** Who is added to the household: by name, with the answers that are their own. */
const LENA = [["Lena Kowalski", []]];
export const TOM_AND_LENA = [["Tom Kowalski", TOM], ...LENA];

/** From a consumer's page or the account's home to the first page of the application. */
export async function openFirstPage(person) {
  await person.follow(/^(Start|Resume) application/);
  const task = () => person.called("link", /^Start\b/, person.page.getByRole("main"));
  if ((await (await task()).count()) > 0) return person.act(await task(), "Start");
  await person.press(/^(Start|Resume) application/);
  if ((await (await task()).count()) > 0) await person.act(await task(), "Start");
  return undefined;
}

/** Answers page after page with "Save and continue" until the heading matches `until`; gives the headings. */
export async function fillIn(person, answers, until = /^Review/, added = LENA) {
  const visited = [];
  while (visited.length < MOST_PAGES) {
    const heading = await headingOf(person);
    if (person.has(heading, until)) return visited;
    visited.push(heading);
    if (person.has(heading, /^Who is in your household/)) {
      for (const [name, own] of added) await add(person, name, [...own, ...answers]);
    }
    await answerPage(person, answers);
    await person.press("Save and continue");
    assert.notEqual(await headingOf(person), heading, `the page stays: ${await person.reads()}`);
  }
  return assert.fail(`no page ${until} after ${MOST_PAGES} pages: ${visited.join(" > ")}`);
}

/** The page's heading; in English letters where it is in Arabic ones. */
async function headingOf(person) {
  const heading = (await person.page.locator("h1").first().innerText()).trim();
  return person.readsBack ? inEnglish(heading) : heading;
}

/** Adds somebody to the list of people and comes back to it. */
async function add(person, name, answers) {
  const list = new URL(person.page.url()).pathname;
  await person.press("Add a person");
  await answerPage(person, answers);
  await person.press("Save and continue");
  await person.visit(list);
  await person.sees(name);
}

/** Answers the questions of the page shown. */
export async function answerPage(person, answers) {
  const heading = await headingOf(person);
  const done = new Set();
  for (const control of await questions(person.page)) {
    const question = [heading, control.legend, control.label].join(" > ");
    const answer = answers.find(([when]) => person.has(question, when))?.[1];
    const is = (text, wanted) => (person.readsBack ? says(text, wanted) : isSaid(text, wanted));
    await (ANSWERING[control.type] ?? type)(person.page, control, answer, { done, is });
  }
}

/** Every control that a person sees, with the words it is asked in. */
function questions(page) {
  return page.evaluate(() => {
    const words = (element) => (element?.textContent ?? "").trim().replace(/\s+/g, " ");
    const all = [...document.querySelectorAll("main input, main select, main textarea")];
    const asked = all.filter((control) => control.type !== "hidden" && control.name !== "");
    return asked.map((control) => ({
      name: control.name,
      id: control.id,
      type: control.tagName === "SELECT" ? "select" : control.type,
      value: control.value,
      label: words(control.labels?.[0]),
      legend: words(control.closest("fieldset")?.querySelector("legend")),
    }));
  });
}

/** What a person clicks: the inputs of these tiles are drawn by their labels. */
const byLabel = (page, control) => page.locator(`label[for="${control.id}"]`);
const byId = (page, control) => page.locator(`[id="${control.id}"]`);

const isSaid = (text, wanted) => (wanted instanceof RegExp ? wanted.test(text) : wanted === text.trim());

const ANSWERING = {
  /** The option of the answer; "No" where nothing is said; nothing where there is no "No". */
  async radio(page, control, answer, { done, is }) {
    if (done.has(control.name)) return;
    if (!is(control.label, answer ?? /^No\b/)) return;
    await byLabel(page, control).click();
    done.add(control.name);
  },
  async checkbox(page, control, answer, { is }) {
    const matches = answer === true || (answer instanceof RegExp && is(control.label, answer));
    if (matches && !(await byId(page, control).isChecked())) await byLabel(page, control).click();
  },
  async select(page, control, answer, { is }) {
    if (answer === undefined) return;
    const options = await byId(page, control).locator("option").allTextContents();
    const option = options.findIndex((text) => is(text, answer));
    assert.ok(option >= 0, `${control.label} has no option ${answer}; it has ${options.join(", ")}`);
    await byId(page, control).selectOption({ index: option });
  },
};

async function type(page, control, answer) {
  if (answer === undefined || answer instanceof RegExp) return;
  await byId(page, control).fill(String(answer));
}
