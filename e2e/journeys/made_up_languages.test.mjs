// The two made-up languages, one two fifths longer and one from right to left, on every page that links lead to: no
// page is wider than its window, axe finds nothing, and the language stays.

import assert from "node:assert/strict";

import { onBothDatabases } from "../harness.mjs";

const LANGUAGES = { "en-XA": "ltr", "ar-XB": "rtl" };

onBothDatabases(
  (journey) => {
    for (const [language, direction] of Object.entries(LANGUAGES)) {
      for (const name of ["Ana", "Bo", "Rae"]) {
        journey(`${name} reads every page they come to in ${language}`, async (stage) => {
          const person = await stage.signedIn(name);
          await person.speak(language);
          const read = await person.readEverything();
          assert.ok(read.length >= 3, read.join(" "));
          assert.equal(await person.page.locator("html").getAttribute("dir"), direction);
        });
      }

      journey(`a visitor without script chooses ${language} and reads every public page`, async (stage) => {
        const visitor = await stage.visitor("Visitor", { javaScriptEnabled: false });
        await visitor.visit("/");
        await visitor.speak(language);
        const read = await visitor.readEverything();
        assert.ok(read.length >= 5, read.join(" "));
        assert.equal(await visitor.page.locator("html").getAttribute("dir"), direction);
      });
    }
  },
  { only: "SQLite" },
);
