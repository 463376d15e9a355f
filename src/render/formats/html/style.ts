import { BASE_STYLE } from "./style-base.ts";
import { CARDS_STYLE } from "./style-cards.ts";
import { CONTROLS_STYLE } from "./style-controls.ts";
import { MEDIA_STYLE } from "./style-media.ts";

/**
 * The page's style. Colours are pairs for light and dark; print is light. Nothing is told by colour alone, and text has a contrast of 4.5 to 1
 * at the least. It is kept in ASCII, so that no bundler writes it differently: STYLE_HASH names it in the page's policy.
 */
export const STYLE = [BASE_STYLE, CONTROLS_STYLE, CARDS_STYLE, MEDIA_STYLE].join("");

/** The style's SHA-256, as a Content-Security-Policy writes it; a test says what it has to be. */
export const STYLE_HASH = "sha256-nmHrEbVIVNTOXUj7CLH04TysDmq1F44BkP0xwZ/K6zA=";
