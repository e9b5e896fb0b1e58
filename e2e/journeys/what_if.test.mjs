// What help there could be, for everybody: a visitor with and without script, by keyboard alone, Bo in between;
// and the reasons of Ana's results, opened.

import assert from "node:assert/strict";

import { authorizeBo, openFromBook } from "../associations.mjs";
import { OPEN_ENROLLMENT } from "../clock.mjs";
import { onBothDatabases } from "../harness.mjs";
import { boApplies } from "../main_journey.mjs";
import { fillInFamily, seesTheEstimate } from "../what_if.mjs";

onBothDatabases((journey) => {
  journey("a visitor sees programs, prices and reasons, and goes back to the answers", async (stage) => {
    const visitor = await stage.visitor("Visitor");
    await visitor.visit("/");
    await visitor.follow("See what help you could get");
    await visitor.at("See what help you could get");
    assert.equal(await visitor.press("Show my estimate"), 422);
    await visitor.look("with every error", "with_errors");
    await visitor.sees("Person 1: Enter the age in years.");
    await fillInFamily(visitor);
    await visitor.openEverything();
    assert.equal(await visitor.press("Show my estimate"), 200);
    await seesTheEstimate(visitor);
    await visitor.openEverything();
    await visitor.sees("The income is $4,650 a month. That is over the limit of");
    await visitor.press("Change my answers");
    assert.equal(await visitor.page.locator("#age_2").inputValue(), "8");
    await visitor.press("Remove person 2");
    assert.equal(await visitor.page.locator("#age_2").count(), 0);
    assert.equal(await visitor.page.locator("#income_1").inputValue(), "4,650");
  });

  journey("a visitor without script gets the same estimate", async (stage) => {
    const visitor = await stage.visitor("Visitor", { javaScriptEnabled: false });
    await visitor.visit("/what-if");
    await fillInFamily(visitor);
    assert.equal(await visitor.press("Show my estimate"), 200);
    await seesTheEstimate(visitor);
    await visitor.openEverything();
    await visitor.sees(/Rule ma\.income\. Source: 42 CFR/);
  });

  journey("a visitor needs no mouse, and Enter never removes a person", async (stage) => {
    const visitor = await stage.visitor("Visitor");
    const { keyboard } = visitor.page;
    await visitor.visit("/what-if");
    await fillInFamily(visitor);
    await visitor.page.locator("#age_2").focus();
    const answer = visitor.page.waitForResponse((response) => response.request().method() === "POST");
    await keyboard.press("Enter");
    assert.equal((await answer).status(), 200);
    await visitor.page.waitForLoadState("load");
    await seesTheEstimate(visitor);
    await visitor.tabTo(/^Why\?/);
    await keyboard.press("Enter");
    assert.ok(await visitor.page.locator("main details").first().evaluate((part) => part.open));
    await visitor.tabTo("Change my answers");
    assert.equal(await visitor.overflowAtDoubleText(), 0);
  });

  journey("Bo estimates between two consumers, and Ana's results say why", async (stage) => {
    const ana = await stage.signedIn("Ana");
    await authorizeBo(ana, stage);
    const bo = await stage.signedIn("Bo");
    await bo.follow("Estimate help");
    await fillInFamily(bo);
    await bo.press("Show my estimate");
    await seesTheEstimate(bo);
    await bo.follow("Back to my consumers");
    await openFromBook(bo, "Ana Kowalski");
    await boApplies(bo);
    await bo.openEverything();
    await bo.sees(/With \$[\d,]+ less a month/);
    await bo.sees("This is an estimate with the rules of today");
    await ana.visit("/application/result");
    await ana.openEverything();
    await ana.sees(/Lena Kowalski Medical Assistance/);
    await ana.sees(/People who count 2/);
    await ana.visit("/home");
    await ana.follow("See what help you could get");
  });
}, { only: "SQLite", at: OPEN_ENROLLMENT });
