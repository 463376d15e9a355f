/** The slots of phrases that several checks share. `wording.ts` writes their texts. */
import { plural } from "../../api/words/plural.ts";
import type { Slot } from "./phrase.ts";
import { containersPhrase, quoteList, settersOf } from "./wording.ts";

/** The pod or a container that sets a forbidden value. */
export interface Setter {
  /** The name of the container; undefined for the pod. */
  readonly container: string | undefined;
}

/** Names of containers and volumes contain no quotation mark: the API server validates them before Pod Security Admission. */
const NAME_LIST = '"[^"]*"(?:, "[^"]*")*';

/** `container "a"`, or `containers "a", "b"`: their names, in the order of the visit. */
export const CONTAINERS: Slot<readonly string[]> = {
  pattern: `containers? ${NAME_LIST}`,
  write: containersPhrase,
  read: (text) => readQuoted(text.slice(text.indexOf('"'))),
  containersOf: (names) => names,
};

/** `pod`, `container "a"`, or `pod and containers "a", "b"`. */
export const SETTERS: Slot<readonly Setter[]> = {
  pattern: `(?:pod and ${CONTAINERS.pattern}|pod|${CONTAINERS.pattern})`,
  write: settersOf,
  read(text) {
    const containers = text.includes('"') ? CONTAINERS.read(text).map((container) => ({ container })) : [];
    return text.startsWith("pod") ? [{ container: undefined }, ...containers] : containers;
  },
  containersOf: (setters) => setters.flatMap(({ container }) => container ?? []),
};

/** `"data", "logs"`: names of volumes. */
export const VOLUMES: Slot<readonly string[]> = { pattern: NAME_LIST, write: quoteList, read: readQuoted };

/** `"NET_ADMIN", "SYS_TIME"`: values, which may contain any character, and which the API server does not escape. */
export const VALUES: Slot<readonly string[]> = { pattern: '".*"', write: quoteList, read: readQuoted };

/** `80, 443`: texts without quotes; each matches `pattern`. */
export function listOf(pattern: string): Slot<readonly string[]> {
  return {
    pattern: `${pattern}(?:, ${pattern})*`,
    write: (texts) => texts.join(", "),
    read: (text) => text.split(", "),
  };
}

/** A word whose form depends on a count. The text does not tell the count: it is read as 1 or 2. */
export function counted(one: string, many: string): Slot<number> {
  return {
    pattern: `(?:${one}|${many})`,
    write: (count) => plural(count, one, many),
    read: (text) => (text === one ? 1 : 2),
  };
}

function readQuoted(text: string): readonly string[] {
  return text.slice(1, -1).split('", "');
}
