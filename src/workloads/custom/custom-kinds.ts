import { groupOf, type WorkloadRef } from "../identity.ts";
import type { Source } from "../object.ts";
import type { CustomKind, CustomTemplate } from "./custom-kind.ts";
import { roleOf } from "./kinds/roles.ts";
import { knownKind, knownKinds } from "./kinds/table.ts";

/** The source that tells where a kind has its pods: the user, the table of this program, or a CustomResourceDefinition. */
export type KindSource = "user" | "table" | "crd";

/** A kind, and who says where it has its pods. */
export interface FoundKind {
  readonly kind: CustomKind;
  readonly source: KindSource;
}

/** An object of a kind. */
interface OfKind {
  readonly name: string;
  readonly source: Source;
}

/** The kinds that are recognized by their name alone where a report has them. A custom resource of this name is none of them, and is not judged. */
const RESERVED: ReadonlySet<string> = new Set(["Namespace", "Pod", "PodTemplate"]);

/**
 * The kinds of custom resources that contain pods, as far as they are known. The user's own paths come first, then the table of this program, then the
 * CustomResourceDefinitions that were read so far.
 */
export class CustomKinds {
  readonly #own: ReadonlyMap<string, CustomKind>;
  /** By group, kind and version. */
  readonly #defined = new Map<string, CustomKind>();
  /** The files of the CustomResourceDefinitions, by group and kind. */
  readonly #definedIn = new Map<string, string>();
  /** The kinds that were looked up and not found. */
  readonly #missed = new Set<string>();
  #hasMissed = false;
  /** The paths of the user, with the first object of their kind; undefined once an object has something there. */
  readonly #unmatched = new Map<CustomTemplate, OfKind | undefined>();

  /** @param own the kinds of `--pod-template` */
  constructor(own: readonly CustomKind[] = []) {
    this.#own = new Map(own.map((one) => [`${one.group}/${one.kind}`, one]));
  }

  /** Whether an object was read before the definition of its kind. Then the inputs must be read again. */
  get hasMissed(): boolean {
    return this.#hasMissed;
  }

  /** Forgets which kinds were not found, before the inputs are read again. */
  readAgain(): void {
    this.#hasMissed = false;
    this.#missed.clear();
  }

  /**
   * Adds the kinds of a CustomResourceDefinition.
   *
   * @param file its file; absent for one of a cluster
   */
  define(kinds: readonly CustomKind[], file?: string): void {
    for (const kind of kinds) {
      if (file !== undefined) this.#definedIn.set(`${kind.group}/${kind.kind}`, file);
      const key = `${kind.group}/${kind.kind}/${kind.version ?? ""}`;
      this.#defined.set(key, kind);
      this.#hasMissed ||= this.#missed.has(key);
    }
  }

  /**
   * Records that an object of a kind of the user was read.
   *
   * @param matched the templates of the kind that the object has
   */
  read({ templates }: CustomKind, matched: ReadonlySet<CustomTemplate>, object: OfKind): void {
    for (const template of templates) {
      if (matched.has(template)) this.#unmatched.set(template, undefined);
      else if (!this.#unmatched.has(template)) this.#unmatched.set(template, object);
    }
  }

  /** The paths of the user that no object of their kind has, each with the first object of the kind. A kind without objects has none. */
  *unmatched(): Generator<OfKind & { readonly template: CustomTemplate }, undefined> {
    for (const [template, object] of this.#unmatched) if (object !== undefined) yield { ...object, template };
  }

  /** The kinds of the CustomResourceDefinitions in files that were read, as `example.com/Widget`, each with its file. */
  definitions(): readonly { readonly name: string; readonly file: string }[] {
    return Array.from(this.#definedIn, ([name, file]) => ({ name, file }));
  }

  /** The names of the kinds of the user and of the CustomResourceDefinitions that were read so far, without their groups. */
  *names(): Generator<string, undefined> {
    for (const { kind } of [...this.#own.values(), ...this.#defined.values()]) yield kind;
  }

  /** Whether the user or the table names a kind of a group. */
  hasGroup(group: string): boolean {
    return [...this.#own.values(), ...knownKinds()].some((one) => one.group === group);
  }

  /** Finds the kind of an object; undefined if nothing is known of it. */
  find({ apiVersion, kind }: Pick<WorkloadRef, "apiVersion" | "kind">): FoundKind | undefined {
    if (RESERVED.has(kind)) return undefined;
    const group = groupOf(apiVersion);
    const own = this.#own.get(`${group}/${kind}`);
    if (own !== undefined) return { kind: own, source: "user" };
    const known = knownKind(group, kind);
    if (known !== undefined) return { kind: known, source: "table" };
    // The schema of a policy looks like that of a pod that it describes.
    if (roleOf({ apiVersion, kind }) !== "makes") return undefined;
    const key = `${group}/${kind}/${apiVersion.slice(apiVersion.indexOf("/") + 1)}`;
    const defined = this.#defined.get(key);
    if (defined !== undefined) return { kind: defined, source: "crd" };
    this.#missed.add(key);
    return undefined;
  }
}
