// What a person sees when something does not go: 400, 401, 403, 404, 405, 409, 422, 429.

export async function refusals(studio) {
  const visitor = await studio.visitor("Visitor");
  const open = async (person, path, name) => {
    await person.page.goto(new URL(path, person.address).href);
    await person.shot(name);
  };
  await open(visitor, "/no-such-page", "404-visitor");
  await open(visitor, "/sign-out", "405");
  await open(visitor, "/home", "sign-in-first");
  const ana = await studio.signedIn("Ana");
  await open(ana, "/consumers", "403-consumer");
  await open(ana, "/manage", "403-staff-page");
  await open(ana, "/no-such-page", "404-consumer");
  await open(ana, "/assister/receipts/nothing", "404-receipt");
  await open(ana, "/activity?before=x", "400");
  const bo = await studio.signedIn("Bo");
  await open(bo, "/consumers/nobody", "404-assister");
  await open(bo, "/home", "403-assister");
  await open(bo, "/consumers?stage=x", "400-assister");
  await ended(ana);
  await forged(ana);
  for (const name of ["Ari", "Ada", "Ola"]) {
    const staff = await studio.visitor(name);
    await staff.signIn();
    await staff.shot(`role-without-pages-${name.toLowerCase()}`);
  }
  await tooMany(studio);
}

/** A form whose session has ended, and one whose hidden token is not this session's. */
async function ended(ana) {
  await ana.visit("/assister/find");
  await ana.page.context().clearCookies();
  await ana.fill("Seven-digit reference number", "1234567");
  await ana.press("Search");
  await ana.shot("401-session-ended");
  await ana.signIn();
}

async function forged(ana) {
  await ana.visit("/assister/find");
  await ana.page.evaluate(() => {
    for (const field of document.querySelectorAll("input[name=csrf]")) field.value = "x";
  });
  await ana.press("Search");
  await ana.shot("403-form-not-accepted");
}

/** Only numbers whose check digit fits are looked up and counted: one in ten. */
async function tooMany(studio) {
  const eve = await studio.signedIn("Eve");
  await eve.visit("/assister/find");
  for (let number = 1000100; number < 1000300; number += 1) {
    await eve.fill("Seven-digit reference number", String(number));
    if ((await eve.press("Search")) === 429) break;
  }
  await eve.shot("429-reference-numbers");
}
