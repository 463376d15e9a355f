import { code, details } from "../documents/markdown.ts";
import { comparedText } from "./compared-text.ts";

/** The most items of a group. */
const MOST = 50;
/** The longest item, in characters. */
const LONGEST = 300;

/** The section about what moved since an earlier report, in Markdown; empty if the run compares nothing. */
export function comparedMarkdown(report: Parameters<typeof comparedText>[0], arrow: string): string {
  const text = comparedText(report, arrow);
  if (text === undefined) return "";
  const doubts = text.doubts.map((doubt) => `${code(doubt)}\n\n`).join("");
  const groups = text.groups.map(({ title, items }) => {
    const others = items.length - MOST;
    const lines = items.slice(0, MOST).map((item) => `- ${code(item.slice(0, LONGEST))}\n`);
    return details(title, lines.join("") + (others > 0 ? `- and ${others} more\n` : ""));
  });
  return `${code(text.headline)}\n\n${doubts}${groups.join("")}`;
}
