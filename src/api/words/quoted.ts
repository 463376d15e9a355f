/**
 * How messages show parts of an input, and how much of a long text they repeat. An input may contain passwords and
 * keys, and a message ends up in the log of a CI job. So a message gives the place and the type of a value, never the
 * value. It shows names (of objects, kinds, fields, files), shortened and on one line.
 */

import { showUnprintable } from "./output-text.ts";

/** The name of standard input, where a message or a report names a file. */
export const STDIN_NAME = "<stdin>";

/**
 * The longest name that a message shows, in code points. Names of cloud providers' contexts are that long; names of
 * objects seldom are.
 */
export const SHOWN_LENGTH = 100;
/** The longest path, URL or library message that a message shows. */
const MESSAGE_LENGTH = 200;
/**
 * The longest name that an API server accepts for any object (RFC 1123 subdomain, k8s.io/apimachinery v0.37.2). No
 * output for people shows more of a name.
 */
export const LONGEST_NAME = 253;
/** The longest text that a note, or a line for people, repeats. A file can contain gigabytes of it. */
export const LONGEST_TEXT = 4096;
/** How much longer than the limit a text must be before it is cut: the remark at its end takes space, too. */
const SLACK = 64;

/**
 * Shows a name on one line, with `…` instead of everything after {@link SHOWN_LENGTH}. Unprintable characters are
 * escaped as in a table.
 */
export function shorten(name: string, length = SHOWN_LENGTH): string {
  if (name.length <= length) return showUnprintable(name);
  // A code point has at most two units, so only the beginning of a huge text has to be split.
  const points = [...name.slice(0, 2 * length + 1)];
  const shown = points.length > length ? `${points.slice(0, length).join("")}…` : name;
  return showUnprintable(shown);
}

/**
 * Returns a text unchanged, or the beginning of a long text and the length of the rest: `nnnn… (12345 more
 * characters)`. It escapes nothing: each output does that itself.
 *
 * @param longest how much of the text to show, in UTF-16 units
 */
export function cutText(text: string, longest: number = LONGEST_TEXT): string {
  if (text.length <= longest + SLACK) return text;
  const last = text.charCodeAt(longest - 1);
  // Half a character would show up as another one.
  const end = last >= 0xd800 && last <= 0xdbff ? longest - 1 : longest;
  return `${text.slice(0, end)}… (${text.length - end} more characters)`;
}

/** Shows a name between double quotes, shortened as by {@link shorten}: `"web"`. */
export function quote(name: string): string {
  return `"${shorten(name).replaceAll('"', '\\"')}"`;
}

/** Lists names, each shortened as by {@link shorten}, and no more than `most` of them: `a, b and 3 more`. */
export function listNames(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).map((name) => shorten(name));
  const more = names.length > most ? ` and ${names.length - most} more` : "";
  return `${shown.join(", ")}${more}`;
}

/** Returns the type of a value in words: `a string`, `a number`, `a list`; `null` for null and undefined. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "a list";
  switch (typeof value) {
    case "string":
      return value === "" ? "an empty string" : "a string";
    case "boolean":
      return "a boolean";
    case "number":
    case "bigint":
      return "a number";
    default:
      return "an object";
  }
}

const KIND = /^[A-Z][A-Za-z0-9]{0,62}$/;
const API_VERSION = /^(?:[a-z0-9][a-z0-9.-]{0,100}\/)?(?:v[0-9]{1,3}(?:(?:alpha|beta)[0-9]{1,3})?|__internal)$/;

/**
 * Whether two values look like a Kubernetes apiVersion and kind. Anything else in their place may be a secret of
 * another file.
 */
export function isKind(apiVersion: unknown, kind: unknown): boolean {
  const areTexts = typeof apiVersion === "string" && typeof kind === "string";
  return areTexts && API_VERSION.test(apiVersion) && KIND.test(kind);
}

/**
 * Describes the kind of an object: `kind ConfigMap of v1`, or `another kind` if the values cannot be a kind and its
 * apiVersion.
 */
export function describeKind(apiVersion: unknown, kind: unknown): string {
  return isKind(apiVersion, kind) ? `kind ${String(kind)} of ${String(apiVersion)}` : "another kind";
}

const EXTENSION = /^.*\.[A-Za-z0-9]{1,8}$/s;
const WORD = /^[a-z_-]{1,20}$/;
/** Components of real paths are not longer. */
const LONGEST_COMPONENT = 64;

/**
 * Shows the path that a configuration names, as far as it looks like a path. There may be a key or a token in its
 * place, and many keys contain slashes. So `…` replaces the part that does not exist on the disk, unless the path ends
 * in a file extension, or in one lower-case word below an existing directory.
 *
 * @param exists whether a path exists
 */
export function showPath(path: string, exists: (path: string) => boolean): string {
  if (exists(path)) return shorten(path, MESSAGE_LENGTH);
  const parts = path.split(/(?<=[/\\])/);
  const name = /[/\\]$/.test(path) ? "" : (parts.pop() ?? "");
  if (isLong(name)) return `${shorten(existingPart(parts, exists), MESSAGE_LENGTH)}…`;
  if (EXTENSION.test(name)) {
    return `${parts.some(isLong) ? "…" : shorten(parts.join(""), MESSAGE_LENGTH)}${shorten(name, LONGEST_COMPONENT)}`;
  }
  const directory = existingPart(parts, exists);
  const isThere = directory.length === parts.join("").length;
  return `${shorten(directory, MESSAGE_LENGTH)}${isThere && WORD.test(name) ? name : "…"}`;
}

/** The component may include a separator at its end. */
function isLong(component: string): boolean {
  return component.length > LONGEST_COMPONENT + 1;
}

/** The directories that exist, up to the first one that does not. */
function existingPart(directories: readonly string[], exists: (path: string) => boolean): string {
  let shown = "";
  for (const directory of directories) {
    if (!exists(shown + directory)) break;
    shown += directory;
  }
  return shown;
}

/** Removes the parts of a URL that may be secret: the user and password before the host, the query and the fragment. */
export function withoutCredentials(url: string): string {
  return url.replace(/[?#].*$/s, "").replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, "$1");
}

/** The same, shortened for a message. */
export function shownUrl(url: string): string {
  return shorten(withoutCredentials(url), MESSAGE_LENGTH);
}

/** Removes the `user:password@` from the URLs in a message. */
export function withoutUserInfo(message: string): string {
  return message.replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/]*@/gi, "$1");
}

/**
 * Removes the quotations from a message of the JavaScript engine or a library, because they may be part of an input:
 * everything between the first and the last quotation mark, and everything after `Received`.
 */
export function withoutQuotations(message: string): string {
  const words = message.replace(/["'`].*["'`]/s, "…").replace(/\bReceived\b.*$/s, "…");
  return shorten(words, MESSAGE_LENGTH);
}

/**
 * Returns the message of an unexpected error without its quotations and without the text after a colon, because that
 * may be part of the input.
 */
export function messageOfBug({ message }: Error): string {
  return withoutQuotations(message.replace(/: [^]*$/, ": …"));
}

/**
 * Shows a message of another program (an API server, a proxy) on one line, and cuts it after about two lines of text.
 */
export function shortenMessage(message: string): string {
  return shorten(message, MESSAGE_LENGTH * 5);
}
