import type { FieldPath } from "../../api/field-path.ts";
import type { TemplatePath } from "./template-path.ts";

/** A kind of custom resource, and the places of its pods. */
export interface CustomKind {
  readonly group: string;
  readonly kind: string;
  /** Undefined for every version of the group. */
  readonly version?: string;
  readonly templates: readonly CustomTemplate[];
  /** The kinds that its operator makes, in words: `StatefulSet`, `Pods, Job`; undefined if it is not known. */
  readonly makes?: string;
  /** The field with which an object makes no pods: it names another object, which makes them. */
  readonly unless?: FieldPath;
  /** Whether an object without a template is usual, so that it needs no note. */
  readonly isOptional?: boolean;
  /** Whether an object makes no pods by itself, because other objects refer to it. */
  readonly isTemplate?: boolean;
  /** Whether its objects have no namespace. The namespace of their pods is unknown. */
  readonly isClusterScoped?: boolean;
  /** Whether an object makes no pods once its status says that it has ended. */
  readonly isRun?: boolean;
  /** Whether its templates have fields that a pod does not have. */
  readonly hasOwnFields?: boolean;
  /** The places of patches that can set any field of its pods. */
  readonly patches?: readonly TemplatePath[];
}

/** A place of pods in the objects of a kind. */
export interface CustomTemplate {
  readonly path: TemplatePath;
  /** Whether an operator fills in the fields that are missing there. Then only fields that are set can violate. */
  readonly isPartial?: boolean;
  /** The places of the pod's fields below the path, if they do not have the structure of a pod. */
  readonly parts?: readonly PodPart[];
  /** The containers that an operator merges into its own. Only the fields that they set can violate. */
  readonly merged?: readonly string[];
  /** Whether the schema has no field for the security context of a container, so that no object of the kind can meet restricted. */
  readonly lacksSecurityContext?: boolean;
}

/** A part of a pod in a partial kind. */
export interface PodPart {
  /**
   * The field of the pod's spec, or: `pod` for an object with fields of a pod's spec, `container` and `initContainer` for one container, `context`
   * for the security context of one, `seccompProfile` for the profile of the pod.
   */
  readonly to: string;
  /** The name of a container that has none. */
  readonly name?: string;
  /** Relative to the path of the template. */
  readonly from: FieldPath;
}
