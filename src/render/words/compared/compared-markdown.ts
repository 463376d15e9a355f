import { cutText } from "../../../api/words/quoted.ts";
import { code, details } from "../documents/markdown.ts";
import { comparedText, type ComparedGroup } from "./compared-text.ts";

/** The most characters of the section. GitHub refuses a comment that exceeds its limit. */
const LONGEST = 8000;
/** The longest item, in characters. */
const LONGEST_ITEM = 300;

/** The section about what moved since an earlier report, in Markdown; empty if the run compares nothing. */
export function comparedMarkdown(report: Parameters<typeof comparedText>[0], arrow: string): string {
  const text = comparedText(report, arrow);
  if (text === undefined) return "";
  const doubts = text.doubts.map((doubt) => `${code(doubt)}\n\n`).join("");
  const head = `${code(text.headline)}\n\n${doubts}`;
  // Each group gets the same share, so that a long one leaves the others room.
  const share = Math.floor((LONGEST - head.length) / Math.max(1, text.groups.length));
  return head + text.groups.map((group) => groupMarkdown(group, share)).join("");
}

function groupMarkdown({ title, items }: ComparedGroup, share: number): string {
  let list = "";
  for (const [index, item] of items.entries()) {
    const line = `- ${code(cutText(item, LONGEST_ITEM))}\n`;
    if (list.length + line.length + details(title, "- and 10000 more\n").length > share) {
      list += `- and ${items.length - index} more\n`;
      break;
    }
    list += line;
  }
  return details(title, list);
}
