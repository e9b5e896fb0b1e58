// Filling in "See what help you could get" as a person would: a mother of 40 with her son of 8 in Hennepin
// County, who earns $4,650 a month. She gets a tax credit, he Medical Assistance.

import assert from "node:assert/strict";

/** The box of one person of the form. */
const box = (person, number) => person.page.locator(`#person-${number}`);

/** What a person clicks: the inputs of these tiles are drawn by their labels. */
async function pick(person, within, question, answer) {
  const group = within.getByRole("group", { name: question });
  await group.getByText(answer, { exact: true }).click();
}

/** Fills in the form, adding the son by the page's own button. */
export async function fillInFamily(person) {
  const main = person.page.locator("main");
  await pick(person, main, /^Which year/, "2027");
  await person.page.getByLabel("County").selectOption("Hennepin");
  await pick(person, main, /^Will you enter income/, "A month");
  const mother = box(person, 1);
  await mother.getByLabel("Age in years").fill("40");
  await pick(person, mother, /want health coverage/, "Yes");
  await mother.getByLabel("Income tax return for that year").selectOption("Files a tax return");
  await mother.getByLabel(/^Income before taxes/).fill("4,650");
  await mother.getByLabel(/^Other coverage/).selectOption("None");
  assert.equal(await person.press("Add a person"), 200);
  assert.equal(await mother.getByLabel(/^Income before taxes/).inputValue(), "4,650", "what was typed is lost");
  const son = box(person, 2);
  await son.getByLabel(/^Who is this person/).selectOption("Child, adopted child or stepchild");
  await son.getByLabel("Age in years").fill("8");
  await pick(person, son, /want health coverage/, "Yes");
  await son.getByLabel("Income tax return for that year").selectOption("Is claimed as a dependent by person 1");
  await son.getByLabel(/^Other coverage/).selectOption("None");
}

/** What the estimate for that family says. */
export async function seesTheEstimate(person) {
  await person.at("What help you could get");
  await person.sees(/Person 1 Plan with a tax credit/);
  await person.sees(/Person 2 Medical Assistance/);
  await person.sees(/Benchmark plan a month \$\d/);
  await person.sees(/Silver plan with the lowest price \$\d/);
  assert.equal(new URL(person.page.url()).search, "", "nothing that was typed stands in the address");
}
