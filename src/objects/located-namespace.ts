import type { FieldPath } from "../api/field-path.ts";
import type { ObjectMeta } from "../api/pod.ts";
import type { NamespaceObject, Source, WrittenObject } from "../workloads/object.ts";
import { policyLabelManagers, watchedSince } from "./decode/managed-fields.ts";
import type { DocumentPlace } from "./document-place.ts";

/** The metadata of a Namespace, with two fields that only a cluster sets. */
type NamespaceMeta = ObjectMeta & { readonly managedFields?: unknown; readonly deletionTimestamp?: unknown };

/** A Namespace that looks up its place late, for the reason that LocatedWorkload gives. */
export class LocatedNamespace implements NamespaceObject {
  readonly type = "namespace";
  readonly name: string;
  declare readonly uid?: string;
  readonly labels: Readonly<Record<string, string>>;
  declare readonly annotations?: Readonly<Record<string, string>>;
  declare readonly labelManagers?: readonly string[];
  declare readonly watchedSince?: string;
  declare readonly isTerminating?: true;
  readonly #path: FieldPath;
  readonly #place: DocumentPlace;

  constructor(metadata: NamespaceMeta, path: FieldPath, place: DocumentPlace) {
    const { name, uid, labels, annotations } = metadata;
    const labelManagers = policyLabelManagers(metadata.managedFields);
    this.name = name ?? "";
    if (uid !== undefined) this.uid = uid;
    this.labels = labels ?? {};
    if (annotations !== undefined) this.annotations = annotations;
    if (labelManagers !== undefined) this.labelManagers = labelManagers;
    const since = watchedSince(metadata.managedFields);
    if (since !== undefined) this.watchedSince = since;
    if (typeof metadata.deletionTimestamp === "string") this.isTerminating = true;
    this.#path = path;
    this.#place = place;
  }

  get source(): Source {
    return this.#place.source(this.#path);
  }

  get written(): WrittenObject | undefined {
    return this.#place.written(this.#path);
  }

  locate(field: FieldPath): ReturnType<NamespaceObject["locate"]> {
    return this.#place.locate([...this.#path, ...field]);
  }
}
