import type { Mode } from "../../api/mode.ts";

/** Colours a piece of text that contains no colour yet. */
export type Colour = (text: string) => string;

/** The colours of a report, by purpose. */
export interface Paint extends Readonly<Record<Mode, Colour>> {
  readonly heading: Colour;
  readonly faint: Colour;
  readonly good: Colour;
  readonly bad: Colour;
  readonly caution: Colour;
}

const plain: Colour = (text) => text;

/** No colours at all. */
export const NO_PAINT: Paint = {
  heading: plain,
  faint: plain,
  good: plain,
  bad: plain,
  caution: plain,
  enforce: plain,
  audit: plain,
  warn: plain,
};
