import { escapeText } from "../words/escape.ts";
import { jsonBlock, toJson } from "./json.ts";
import { HIDDEN, markup, type Content } from "./markup.ts";

/** The script and the style of a page, each with its hash as a Content-Security-Policy writes it. */
export interface PageAssets {
  readonly script: string;
  readonly scriptHash: string;
  readonly style: string;
  readonly styleHash: string;
}

/** A page in parts. */
export interface PageParts {
  readonly title: string;
  readonly assets: PageAssets;
  readonly banner: Content;
  /** The sections, piece by piece, since a large page is never in memory as a whole. */
  readonly main: Iterable<Content>;
  readonly footer: Content;
  /** The facts that the page's script needs first. */
  readonly about: Readonly<Record<string, unknown>>;
  /** Elements of data for the page's script. */
  readonly data: Iterable<Content>;
}

/**
 * The page loads and sends nothing, runs only its own script and style, which the hashes identify, and cannot turn text into markup within
 * the script (Trusted Types). JSON in a `script` element is data, not a script.
 */
function policyOf({ scriptHash, styleHash }: PageAssets): string {
  return [
    "default-src 'none'",
    `style-src '${styleHash}'`,
    `script-src '${scriptHash}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

/** Makes one self-contained HTML page. */
export function* renderPage(parts: PageParts): Generator<string, undefined> {
  for (const piece of pieces(parts)) yield markup`${piece}`.markup;
}

function* pieces({ title, assets, banner, main, footer, about, data }: PageParts): Generator<Content, undefined> {
  yield markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(assets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="kubectl pss">
<title>${escapeText(title)}</title>
<style>${{ markup: assets.style }}</style>
</head>
<body>
${banner}<main>
`;
  yield* main;
  yield markup`</main>
<footer>${footer}</footer>
`;
  yield jsonBlock("about", toJson({ ...about, hidden: HIDDEN }));
  yield* data;
  yield markup`<script type="module">${{ markup: assets.script }}</script>
</body>
</html>
`;
}
