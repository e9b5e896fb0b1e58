// The main journey in the made-up language that runs from right to left.

import { OPEN_ENROLLMENT } from "../clock.mjs";
import { onBothDatabases } from "../harness.mjs";
import { mainJourney } from "../main_journey.mjs";

// The language makes no difference to a database.
onBothDatabases(
  (journey) => {
    journey("the main journey runs from right to left", (stage) => mainJourney(stage, { language: "ar-XB" }));
  },
  { only: "SQLite", at: OPEN_ENROLLMENT },
);
