/** A ValidatingAdmissionPolicy or a binding, as it was read: its fields can have any type. */
export interface PolicyObject {
  readonly kind: string;
  readonly value: Readonly<Record<string, unknown>>;
}
