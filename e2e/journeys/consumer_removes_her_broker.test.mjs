// Journey (c): Ana removes Bo while he has her application open. His next click is answered with
// 404, on a second server process too.

import assert from "node:assert/strict";

import { authorizeBo, openFromBook } from "../associations.mjs";
import { openFirstPage } from "../application.mjs";
import { onBothDatabases } from "../harness.mjs";

onBothDatabases((journey) => {
  journey("Bo loses access with his next click once Ana removes him, on every server", async (stage) => {
    const ana = await stage.signedIn("Ana");
    await authorizeBo(ana, stage);
    const bo = await stage.signedIn("Bo");
    const path = await openFromBook(bo, "Ana Kowalski");

    const elsewhere = await stage.portal.serve();
    const boElsewhere = await stage.signedIn("Bo", { address: elsewhere });
    await boElsewhere.visit(path);
    await boElsewhere.looksActing("Ana Kowalski");

    await ana.visit("/assister");
    await ana.follow("Remove assister");
    await ana.at("Remove your assister");
    await ana.press("Remove assister");

    const response = await bo.page.goto(bo.page.url());
    assert.equal(response.status(), 404);
    await bo.look("after the removal");
    await bo.doesNotSee(/Kowalski/);
    await boElsewhere.visit(path, 404);
    await boElsewhere.doesNotSee(/Kowalski/);
    await bo.visit("/consumers");
    await bo.doesNotSee(/Ana Kowalski/);
  });

  journey("what Bo types after the removal is not saved", async (stage) => {
    const ana = await stage.signedIn("Ana");
    await authorizeBo(ana, stage);
    const bo = await stage.signedIn("Bo");
    await openFromBook(bo, "Ana Kowalski");
    await openFirstPage(bo);

    await ana.visit("/assister/remove");
    await ana.press("Remove assister");

    const save = bo.page.getByRole("button", { name: /Save and (continue|exit)|Continue/ }).first();
    const answer = bo.page.waitForResponse((response) => response.request().method() === "POST");
    await save.click();
    assert.equal((await answer).status(), 404);
  });
});
