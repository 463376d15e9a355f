import type { FieldPath } from "../api/field-path.ts";
import type { ObjectMeta } from "../api/pod.ts";
import type { NamespaceObject, Source, WrittenObject } from "../workloads/object.ts";
import { policyLabelManagers } from "./decode/managed-fields.ts";
import type { DocumentPlace } from "./document-place.ts";

/** A Namespace that looks up its place late, for the reason that LocatedWorkload gives. */
export class LocatedNamespace implements NamespaceObject {
  readonly type = "namespace";
  readonly name: string;
  declare readonly uid?: string;
  readonly labels: Readonly<Record<string, string>>;
  declare readonly annotations?: Readonly<Record<string, string>>;
  declare readonly labelManagers?: readonly string[];
  readonly #path: FieldPath;
  readonly #place: DocumentPlace;

  constructor(metadata: ObjectMeta & { readonly managedFields?: unknown }, path: FieldPath, place: DocumentPlace) {
    const { name, uid, labels, annotations } = metadata;
    const labelManagers = policyLabelManagers(metadata.managedFields);
    this.name = name ?? "";
    if (uid !== undefined) this.uid = uid;
    this.labels = labels ?? {};
    if (annotations !== undefined) this.annotations = annotations;
    if (labelManagers !== undefined) this.labelManagers = labelManagers;
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
