/** A value that a field can be set to. */
export type FieldValue = boolean | string | readonly string[];

/** The place of a field in a pod. */
interface FieldPlace {
  /** The item of a list in the pod's spec that has the field, by its name; absent for the pod itself. */
  readonly item?: { readonly list: "containers" | "volumes"; readonly name: string };
  /** The path of the field below the item, or below the pod: `["spec", "hostPID"]`. */
  readonly path: readonly string[];
}

/** A change that fixes a violation: a value to set, or an instruction where there is no single right value. */
export type FieldChange = FieldPlace &
  (
    | { readonly value: FieldValue }
    /** `remove NET_ADMIN from capabilities.add` */
    | { readonly instruction: string }
  );
