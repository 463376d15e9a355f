import type { TemplatePath } from "./template-path.ts";

/** A kind of custom resource, and the places of its pods. */
export interface CustomKind {
  readonly group: string;
  readonly kind: string;
  /** Undefined for every version of the group. */
  readonly version?: string;
  readonly templates: readonly CustomTemplate[];
}

/** A place of pods in the objects of a kind. */
export interface CustomTemplate {
  readonly path: TemplatePath;
  /** Whether an operator fills in the fields that are missing there. Then only fields that are set can violate. */
  readonly isPartial?: true;
  /** Whether the schema has no field for the security context of a container, so that no object of the kind can meet restricted. */
  readonly lacksSecurityContext?: true;
}
