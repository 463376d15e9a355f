import { count } from "../../api/words/plural.ts";
import type { Report } from "../../report/report.ts";
import { PROGRAM, timeText } from "../words/made.ts";
import { untrusted, markup, type Content, type Markup } from "./markup.ts";

/** The facts about a report, or a plan, that every page names. */
export type Origin = Pick<Report, "source" | "serverVersion" | "generatedAt">;

/**
 * The head of a page: what it is, its cluster or files, the version that `latest` means, the version of this program, and the time. The button is hidden until the
 * script runs.
 *
 * @param heading the page's title
 * @param judged follows the version: `; judged by restricted:latest`
 * @param more another paragraph
 */
export function banner(heading: string, origin: Origin, judged: string, more: Content): Markup {
  const { source, serverVersion, generatedAt } = origin;
  return markup`<header class="banner">
<div>
<h1>${heading}</h1>
<p>${source.type === "files" ? count(source.files, "file") : clusterText(source)}; evaluated as Kubernetes ${serverVersion}${judged}</p>
<p>Made by ${PROGRAM}${generatedAt === undefined ? undefined : markup` <span class="nowrap">on ${timeText(generatedAt)}</span>`}</p>
${more === undefined ? undefined : markup`<p>${more}</p>\n`}</div>
<button type="button" id="theme" hidden>Dark</button>
</header>
`;
}

function clusterText({ context, server }: Extract<Report["source"], { type: "cluster" }>): Markup {
  return context === null ? untrusted(server) : markup`context ${untrusted(context)}, ${untrusted(server)}`;
}

/** The title of a page, for the browser: `Pod Security audit of prod`. */
export function pageTitleOf(heading: string, { source }: Pick<Origin, "source">): string {
  if (source.type === "files") return `${heading} of ${count(source.files, "file")}`;
  return `${heading} of ${source.context ?? source.server}`;
}
