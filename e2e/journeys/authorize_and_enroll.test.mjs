// Journeys (b) and (e): the main journey with script, and with script switched off.

import { OPEN_ENROLLMENT } from "../clock.mjs";
import { onBothDatabases } from "../harness.mjs";
import { mainJourney } from "../main_journey.mjs";

onBothDatabases((journey) => {
  journey("Ana authorizes Bo, Bo applies and enrolls for her, Ana sees each step, the 834 names him", (stage) =>
    mainJourney(stage),
  );
}, { at: OPEN_ENROLLMENT });

onBothDatabases((journey) => {
  journey("the main journey needs no script", (stage) => mainJourney(stage, { javaScriptEnabled: false }));
}, { at: OPEN_ENROLLMENT });
