import { markup, type Markup } from "./markup.ts";

/** A number with its name. */
export interface Figure {
  readonly name: string;
  readonly number: number;
  readonly note?: string;
  /** The tone of a number other than 0. */
  readonly tone?: "bad" | "caution";
}

/** An item of a list of numbers. */
export function figureItem({ name, number, note, tone }: Figure): Markup {
  const kind = tone === undefined ? "" : number === 0 ? " good" : ` ${tone}`;
  const words = note === undefined ? undefined : markup` <span>${note}</span>`;
  return markup`<div class="figure${kind}"><dt>${name}</dt><dd><strong>${grouped(number)}</strong>${words}</dd></div>
`;
}

/** `30,000` */
export function grouped(number: number): string {
  return number.toLocaleString("en-US");
}
