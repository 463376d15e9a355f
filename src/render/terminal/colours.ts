import { Chalk } from "chalk";
import type { Colour, Paint } from "./paint.ts";

/** The sixteen colours that every terminal has, as its user has chosen them. */
const chalk = new Chalk({ level: 1 });

/** The colours of a terminal. The caller decides whether there are any; nothing here looks at the environment. */
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

/** Returns a function of one text. Chalk joins all its arguments, and `map` passes more than the text. */
function colour(name: "bold" | "dim" | "green" | "red" | "yellow" | "cyan"): Colour {
  return (text) => chalk[name](text);
}
