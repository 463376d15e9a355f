import type { AccessObject } from "./access-object.ts";
import type { Remark, UnreadableObject } from "../object.ts";

/** The decoded fields of an object, and the remarks on fields that are not known; or why they cannot be decoded. */
export type DecodedAccess =
  | { readonly value: Readonly<Record<string, unknown>>; readonly remarks: readonly Remark[]; readonly fault?: never }
  | { readonly fault: UnreadableObject };

/** Verifies the type of each field of an object. */
export type DecodeAccess = (object: AccessObject) => DecodedAccess;
