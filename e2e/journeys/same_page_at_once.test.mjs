// Journey (d): Ana and Bo have the same page of the same draft open. The later save is refused, shows
// both values, and loses neither (ACT-7).

import assert from "node:assert/strict";

import { openFirstPage } from "../application.mjs";
import { authorizeBo, openFromBook } from "../associations.mjs";
import { onBothDatabases } from "../harness.mjs";

onBothDatabases((journey) => {
  journey("of two saves of one page the later is refused, shows both values and loses neither", async (stage) => {
    const ana = await stage.signedIn("Ana");
    await authorizeBo(ana, stage);
    const bo = await stage.signedIn("Bo");
    const base = await openFromBook(bo, "Ana Kowalski");
    await openFirstPage(bo);
    const page = new URL(bo.page.url()).pathname;
    await ana.visit(page.replace(base, ""));

    const street = ana.page.getByLabel(/street/i).first();
    await street.fill("1 Ana's Way");
    await bo.page.getByLabel(/street/i).first().fill("2 Bo's Way");
    assert.equal(await ana.press(/^Save and continue$/), 200);

    assert.equal(await bo.press(/^Save and continue$/), 409);
    await bo.sees("1 Ana's Way");
    const all = await bo.page.content();
    assert.match(all, /2 Bo&#39;s Way|2 Bo's Way|2 Bo&#x27;s Way/);

    await ana.visit(page.replace(base, ""));
    assert.equal(await ana.page.getByLabel(/street/i).first().inputValue(), "1 Ana's Way");
  });
});
