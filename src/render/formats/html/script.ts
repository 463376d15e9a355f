import { CARDS_SCRIPT } from "./script-cards.ts";
import { DATA_SCRIPT } from "./script-data.ts";
import { ELEMENTS_SCRIPT } from "./script-elements.ts";
import { FILTER_SCRIPT } from "./script-filter.ts";
import { MAP_SCRIPT } from "./script-map.ts";
import { START_SCRIPT } from "./script-start.ts";
import { STATE_SCRIPT } from "./script-state.ts";

/**
 * The page's script: a module without imports, in plain JavaScript that TypeScript checks by its comments (test/render/formats/html/script.test.ts).
 * It is kept in ASCII, without backquotes and `${`, so that no bundler writes it differently: SCRIPT_HASH names it in the page's policy.
 */
export const SCRIPT = [
  DATA_SCRIPT,
  FILTER_SCRIPT,
  ELEMENTS_SCRIPT,
  MAP_SCRIPT,
  CARDS_SCRIPT,
  STATE_SCRIPT,
  START_SCRIPT,
].join("");

/** The script's SHA-256, as a Content-Security-Policy writes it; a test says what it has to be. */
export const SCRIPT_HASH = "sha256-EL5IdmvsDhlJ1dBNOpOG4Y1XdCO+pBz+parMnA1S9OI=";
