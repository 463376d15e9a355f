/**
 * How a message shows what it found in an input. An input may hold passwords and keys, and a message ends in the log of a CI job: so a
 * message gives the place and the type of a value, never the value. Names (of objects, kinds, fields, files) are shown, shortened and on
 * one line. And how much of a long text is repeated.
 */

import { showUnprintable } from "./output-text.ts";

/** The longest name that a message shows, in code points: contexts of cloud providers are as long, and names of objects seldom. */
export const SHOWN_LENGTH = 100;
/** The longest path, URL or message of a library that is passed on. */
const MESSAGE_LENGTH = 200;
/** The longest name that an API server takes of any object (RFC 1123 subdomain, k8s.io/apimachinery v0.37.2): no output for people shows more of one. */
export const LONGEST_NAME = 253;
/**
 * The longest text that a note, or a line for people, repeats. Nobody reads more, and a file can hold gigabytes of it.
 *
 * @internal exported for its test
 */
export const LONGEST_TEXT = 4096;
/** How much longer a text must be than what is shown of it: the remark on its end takes room as well. */
const SLACK = 64;

/** A name on one line, with `…` in place of all that is beyond {@link SHOWN_LENGTH}. Unprintable characters are escaped as in a table. */
export function shorten(name: string, length = SHOWN_LENGTH): string {
  if (name.length <= length) return showUnprintable(name);
  // A code point takes two units at most, so that a huge text is not taken apart as a whole.
  const points = [...name.slice(0, 2 * length + 1)];
  const shown = points.length > length ? `${points.slice(0, length).join("")}…` : name;
  return showUnprintable(shown);
}

/**
 * A text as it is, or where it is long its beginning, and how much is left out: `nnnn… (12345 more characters)`. Nothing is escaped: that is
 * up to each output.
 *
 * @param longest how much of it is shown, in UTF-16 units
 */
export function cutText(text: string, longest: number = LONGEST_TEXT): string {
  if (text.length <= longest + SLACK) return text;
  const last = text.charCodeAt(longest - 1);
  // Half a character would be shown as another one.
  const end = last >= 0xd800 && last <= 0xdbff ? longest - 1 : longest;
  return `${text.slice(0, end)}… (${text.length - end} more characters)`;
}

/** A name between double quotes, as {@link shorten} shows it: `"web"`. */
export function quote(name: string): string {
  return `"${shorten(name).replaceAll('"', '\\"')}"`;
}

/** Some names, as {@link shorten} shows each, no more than `most` of them: `a, b and 3 more`. */
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

/** Whether both look like what Kubernetes calls a kind and its version. Anything else in their place may be a value of another file. */
export function isKind(apiVersion: unknown, kind: unknown): boolean {
  const areTexts = typeof apiVersion === "string" && typeof kind === "string";
  return areTexts && API_VERSION.test(apiVersion) && KIND.test(kind);
}

/** The kind of an object: `kind ConfigMap of v1`, or `another kind` where the words cannot be a kind and its version. */
export function describeKind(apiVersion: unknown, kind: unknown): string {
  return isKind(apiVersion, kind) ? `kind ${String(kind)} of ${String(apiVersion)}` : "another kind";
}

const EXTENSION = /^.*\.[A-Za-z0-9]{1,8}$/s;
const WORD = /^[a-z_-]{1,20}$/;
/** No component of a path that people write is longer. */
const LONGEST_COMPONENT = 64;

/**
 * The path that a configuration names, as far as it looks like one. A key or a token may be there in place of a path, and many keys have
 * slashes. So `…` replaces what is not on the disk, unless the path ends in a file extension, or in one lower-case word below a directory
 * that exists.
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

/** A separator may follow. */
function isLong(component: string): boolean {
  return component.length > LONGEST_COMPONENT + 1;
}

/** The directories that are there, up to the first one that is not. */
function existingPart(directories: readonly string[], exists: (path: string) => boolean): string {
  let shown = "";
  for (const directory of directories) {
    if (!exists(shown + directory)) break;
    shown += directory;
  }
  return shown;
}

/** A URL without what may be secret in it: the user and password before the host, the query and the fragment. */
export function withoutCredentials(url: string): string {
  return shorten(url.replace(/[?#].*$/s, "").replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, "$1"), MESSAGE_LENGTH);
}

/** A message without the `user:password@` of the URLs in it. */
export function withoutUserInfo(message: string): string {
  return message.replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/]*@/gi, "$1");
}

/**
 * A message of the JavaScript engine or a library, without what it quotes, as that may be a part of an input: all between the first and
 * the last quotation mark, and all that follows `Received`.
 */
export function withoutQuotations(message: string): string {
  const words = message.replace(/["'`].*["'`]/s, "…").replace(/\bReceived\b.*$/s, "…");
  return shorten(words, MESSAGE_LENGTH);
}

/** Returns the message of an unexpected error without its quotations and without the text after a colon, which may be a part of the input. */
export function messageOfBug({ message }: Error): string {
  return withoutQuotations(message.replace(/: [^]*$/, ": …"));
}

/** A message of another program (an API server, a proxy) on one line, and no longer than a line or two. */
export function shortenMessage(message: string): string {
  return shorten(message, MESSAGE_LENGTH * 5);
}
