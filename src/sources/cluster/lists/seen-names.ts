import { hash } from "node:crypto";
import { isRecord } from "../../../api/record.ts";

/** The longest name of an object that is read here, and of a namespace (k8s.io/apimachinery v0.37.2, pkg/util/validation: a DNS subdomain). */
export const MAX_NAME = 253;

/** An object whose name came before in its list, with other contents. */
export class Repeated {
  readonly item: unknown;

  constructor(item: unknown) {
    this.item = item;
  }
}

/**
 * Remembers the names of a list, as a list that starts over brings them again. An object that comes again with the same contents is passed
 * over. With other contents it becomes a {@link Repeated}, so that nothing is lost without a word: the first one may have been judged already.
 */
export class SeenNames {
  /** A digest of the contents of each object. */
  readonly #contents = new Map<string, string>();

  /** The items that are new in the list, or different. An item without a name, or with an impossible one, is always new. */
  *newOf(items: Iterable<unknown>): Generator<unknown, undefined> {
    for (const item of items) {
      const name = nameIn(item);
      if (name === undefined) {
        yield item;
        continue;
      }
      const contents = digestOf(item);
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
  if (typeof name !== "string" || name === "" || name.length > MAX_NAME) return undefined;
  if (typeof namespace !== "string") return name;
  return namespace.length > MAX_NAME ? undefined : `${namespace}/${name}`;
}

/**
 * A digest of all that a report can say of an object. The status, the times and the versions change while a list is read, and do not
 * matter. Empty where there is none: such an object equals no other.
 */
function digestOf(item: unknown): string {
  if (!isRecord(item)) return "";
  const { metadata, status: _status, ...rest } = item;
  const { labels, annotations, ownerReferences, generateName } = isRecord(metadata) ? metadata : {};
  try {
    return hash("sha1", JSON.stringify([labels, annotations, ownerReferences, generateName, rest]), "latin1");
  } catch {
    // It holds a number that only a BigInt can be, or thousands of levels.
    return "";
  }
}
