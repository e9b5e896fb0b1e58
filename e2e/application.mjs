// Filling in an application as a person would: reads each page's questions and answers them from a
// list of "when the question reads like this, answer that". Yes-or-no questions that the list does not
// know are answered No; other fields stay empty. The household is made up.

import assert from "node:assert/strict";

/** Ana alone with her child: an income that gives the adult a tax credit and the child Medical Assistance. */
export const ANA_AND_CHILD = [
  [/street/i, "100 Sample Street"],
  [/city/i, "Minneapolis"],
  [/ZIP/i, "55401"],
  [/county/i, /Hennepin/],
  [/phone/i, "612 555 0100"],
  [/e-mail/i, "ana.kowalski@example.test"],
];

const MOST_PAGES = 60;

/** From a consumer's page or the account's home to the first page of the application. */
export async function openFirstPage(person) {
  await person.act(person.page.getByRole("link", { name: /^(Start|Resume) application/ }), "Start application");
  const begin = person.page.getByRole("button", { name: /^(Start|Resume)\b/ });
  if ((await begin.count()) > 0) await person.press(/^(Start|Resume)\b/);
  const task = person.page.getByRole("main").getByRole("link", { name: /^Start\b/ });
  if ((await task.count()) > 0) await person.act(task, "Start");
}

/** Answers page after page with "Save and continue" until the heading matches `until`. */
export async function fillIn(person, answers, until = /Review/) {
  const visited = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const heading = (await person.page.locator("h1").first().textContent()).trim();
    if (until.test(heading)) return visited;
    visited.push(heading);
    await answerPage(person, answers);
    await person.press(/^(Save and continue|Continue)$/);
  }
  assert.fail(`no page ${until} after ${MOST_PAGES} pages: ${visited.join(" > ")}`);
}

/** Answers the questions of the page shown. */
export async function answerPage(person, answers) {
  const heading = (await person.page.locator("h1").first().textContent()).trim();
  const done = new Set();
  for (const control of await questions(person.page)) {
    const question = [heading, control.legend, control.label].join(" > ");
    const answer = answers.find(([when]) => when.test(question))?.[1];
    await (ANSWERING[control.type] ?? type)(person.page, control, answer, done);
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

const ANSWERING = {
  /** The option of the answer; "No" where nothing is said; nothing where there is no "No". */
  async radio(page, control, answer, done) {
    if (done.has(control.name)) return;
    const wanted = answer ?? /^No\b/;
    const matches = wanted instanceof RegExp ? wanted.test(control.label) : wanted === control.label;
    if (!matches) return;
    await byLabel(page, control).click();
    done.add(control.name);
  },
  async checkbox(page, control, answer) {
    const matches = answer === true || (answer instanceof RegExp && answer.test(control.label));
    if (matches && !(await byId(page, control).isChecked())) await byLabel(page, control).click();
  },
  async select(page, control, answer) {
    if (answer === undefined) return;
    const options = await byId(page, control).locator("option").allTextContents();
    const option = options.find((text) => (answer instanceof RegExp ? answer.test(text) : answer === text.trim()));
    assert.ok(option, `${control.label} has no option ${answer}; it has ${options.join(", ")}`);
    await byId(page, control).selectOption({ label: option.trim() });
  },
};

async function type(page, control, answer) {
  if (answer === undefined || answer instanceof RegExp) return;
  await byId(page, control).fill(String(answer));
}
