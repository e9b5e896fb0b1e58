// Journeys (b) and (e): the main journey with script, with script switched off, and from right to left.

import { onBothDatabases } from "../harness.mjs";
import { mainJourney } from "../main_journey.mjs";

onBothDatabases((journey) => {
  journey("Ana authorizes Bo, Bo applies and enrolls for her, Ana sees each step, the 834 names him", (stage) =>
    mainJourney(stage),
  );
});

onBothDatabases((journey) => {
  journey("the main journey needs no script", (stage) => mainJourney(stage, { javaScriptEnabled: false }));
});

onBothDatabases((journey) => {
  journey("the main journey runs from right to left", (stage) => mainJourney(stage, { language: "ar-XB" }));
});
