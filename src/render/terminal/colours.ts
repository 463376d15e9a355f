import { Chalk } from "chalk";
import type { Colour, Paint } from "./paint.ts";

/** The sixteen colours that every terminal has, and that its user has chosen. */
const chalk = new Chalk({ level: 1 });

/** The colours of a terminal. Whether there is one is for the caller to know: nothing here looks at the environment. */
export const COLOURS: Paint = {
  heading: colour("bold"),
  faint: colour("dim"),
  good: colour("green"),
  bad: colour("red"),
  caution: colour("yellow"),
  enforce: colour("red"),
  audit: colour("cyan"),
  warn: colour("yellow"),
};

/** Chalk joins all its arguments, and `map` hands over more than the text. */
function colour(name: "bold" | "dim" | "green" | "red" | "yellow" | "cyan"): Colour {
  return (text) => chalk[name](text);
}
