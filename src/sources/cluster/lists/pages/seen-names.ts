import { hash } from "node:crypto";
import { LONGEST_NAME } from "../../../../api/words/quoted.ts";
import { isRecord } from "../../../../api/record.ts";

/** An object whose name appeared earlier in the same list, with other contents. */
export class Repeated {
  readonly item: unknown;

  constructor(item: unknown) {
    this.item = item;
  }
}

/**
 * Remembers the names of a list, because a list that starts over has the same objects again. An object with the same contents is skipped. With other
 * contents it becomes a {@link Repeated}, so that it is reported: the first one may have been judged already.
 */
export class SeenNames {
  /** The digest of each object by its name. */
  readonly #contents = new Map<string, string>();

  /** Yields the items that are new in the list, or different. An item without a valid name is always new. */
  *newOf(items: Iterable<unknown>): Generator<unknown, undefined> {
    for (const item of items) {
      const name = nameIn(item);
      if (name === undefined) {
        yield item;
        continue;
      }
      const contents = isRecord(item) ? digestOf(contentsOf(item)) : "";
      const before = this.#contents.get(name);
      if (before === undefined) {
        this.#contents.set(name, contents);
        yield item;
      } else if (before !== contents || contents === "") yield new Repeated(item);
    }
  }
}

function nameIn(item: unknown): string | undefined {
  const { namespace, name } = isRecord(item) && isRecord(item["metadata"]) ? item["metadata"] : {};
  if (typeof name !== "string" || name === "" || name.length > LONGEST_NAME) return undefined;
  if (typeof namespace !== "string") return name;
  return namespace.length > LONGEST_NAME ? undefined : `${namespace}/${name}`;
}

/** The parts of an object that a report can show. The status, times and versions may change while a list is read, so they are left out. */
function contentsOf({ metadata, status: _status, ...rest }: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { labels, annotations, ownerReferences, generateName } = isRecord(metadata) ? metadata : {};
  return [labels, annotations, ownerReferences, generateName, rest];
}

/** The digest of the contents of an object. Empty if there is none: then the object equals no other. */
function digestOf(contents: readonly unknown[]): string {
  try {
    return hash("sha1", JSON.stringify(contents), "latin1");
  } catch {
    // The object has a BigInt, or thousands of levels.
    return "";
  }
}
