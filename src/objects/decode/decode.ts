import type { FieldPath } from "../../api/field-path.ts";
import { typeOf } from "../../api/words/quoted.ts";
import { isRecord, setKey } from "../../api/record.ts";
import { needsQuotes, schemaType, type SchemaType } from "./schema-types.ts";
import { hintForPlaceholder } from "../../text/template-syntax.ts";

/** A value of the wrong type for its field. */
export interface TypeFault {
  readonly path: FieldPath;
  /** The type that the API server's decoder expects, in words: `a boolean`. */
  readonly expected: string;
  /** The type of the value: `a string`. */
  readonly found: string;
  /** The hint for a placeholder that some tool should have replaced; absent for other values. */
  readonly hint?: string;
  /** Whether the value would have the right type with quotes, or without. */
  readonly remedy: "add quotes" | "remove quotes" | undefined;
}

/** A field that its struct does not have. The API server drops it, or rejects the object under strict validation. */
export interface UnknownField {
  readonly path: FieldPath;
  /** The struct of schema.ts that lacks the field. */
  readonly struct: string;
}

/** The findings of decoding an object. */
export interface Decoded {
  /** Every value of a wrong type, in the order of the document. The object is readable only if there is none. */
  readonly faults: readonly TypeFault[];
  readonly unknownFields: readonly UnknownField[];
  /**
   * A lower bound for the length of the known fields as JSON, in UTF-16 units, except for objects with hardly any text.
   */
  readonly size: number;
}

/** The size that each field and item counts besides its name and text: even an empty one takes memory. */
const NODE_SIZE = 16;

/**
 * Decodes an object in place as the API server does (k8s.io/apimachinery v0.37.2, the JSON serializer with
 * case-sensitive names). It verifies the type of every known field. A field that is `null` is not set. A `null` element
 * of a list or map becomes its type's zero value. Replacement characters take the place of invalid Unicode.
 *
 * @param struct the object's entry of schema.ts
 * @param typeOf looks up the types, if they are not in schema.ts
 */
export function decodeObject(value: unknown, struct: string, typeOf = schemaType): Decoded {
  const decoder = new Decoder();
  decoder.decode(typeOf(struct), value);
  return decoder;
}

class Decoder implements Decoded {
  readonly faults: TypeFault[] = [];
  readonly unknownFields: UnknownField[] = [];
  size = 0;
  readonly #path: (string | number)[] = [];

  /** @returns the value that replaces `value`, which is not null */
  decode(type: SchemaType, value: unknown): unknown {
    this.size += NODE_SIZE;
    switch (type.form) {
      case "scalar":
        if (!type.scalar.accepts(value)) this.#fault(type.scalar.expected, value);
        else if (typeof value === "string") {
          this.size += value.length;
          if (type.isString && !value.isWellFormed()) return value.toWellFormed();
        }
        break;
      case "list":
        if (Array.isArray(value)) this.#list(type.item, value);
        else this.#fault("a list", value);
        break;
      case "map":
        if (isRecord(value)) this.#map(type.item, value);
        else this.#fault("an object", value);
        break;
      case "struct":
        if (isRecord(value)) this.#struct(type, value);
        else this.#fault("an object", value);
        break;
    }
    return value;
  }

  #list(type: SchemaType, items: unknown[]): void {
    for (let index = 0; index < items.length; index++) {
      const item = items[index];
      this.#path.push(index);
      items[index] = item === null ? zeroOf(type) : this.decode(type, item);
      this.#path.pop();
    }
  }

  #map(type: SchemaType, map: Record<string, unknown>): void {
    /** Once a key has changed, a later key may be equal to it, and then the later one counts. */
    let hasChangedKey = false;
    for (const [key, value] of Object.entries(map)) {
      this.#path.push(key);
      this.size += key.length;
      const decoded = value === null ? zeroOf(type) : this.decode(type, value);
      this.#path.pop();
      if (!key.isWellFormed()) {
        delete map[key];
        hasChangedKey = true;
      }
      if (hasChangedKey || decoded !== value) setKey(map, key.toWellFormed(), decoded);
    }
  }

  #struct(type: SchemaType & { form: "struct" }, struct: Record<string, unknown>): void {
    const fields = type.fields();
    for (const key of Object.keys(struct)) {
      const field = fields.get(key);
      this.#path.push(key);
      if (field === undefined) this.unknownFields.push({ path: [...this.#path], struct: type.name });
      else this.#field(field, struct, key);
      this.#path.pop();
    }
  }

  #field(type: SchemaType, struct: Record<string, unknown>, key: string): void {
    const value = struct[key];
    // The templates of a custom resource may share a part, which is decoded once for each of them.
    if (value === null || value === undefined) {
      struct[key] = undefined;
      return;
    }
    const decoded = this.decode(type, value);
    if (decoded !== value) struct[key] = decoded;
  }

  #fault(expected: string, value: unknown): void {
    const hint = typeof value === "string" ? hintForPlaceholder(value) : "";
    this.faults.push({
      path: [...this.#path],
      expected,
      found: typeOf(value),
      remedy: remedyFor(expected, value),
      ...(hint !== "" && { hint }),
    });
  }
}

function zeroOf(type: SchemaType): unknown {
  switch (type.form) {
    case "scalar":
      return type.scalar.zero;
    case "list":
      return [];
    case "map":
    case "struct":
      return {};
  }
}

/** Looks only at the form of a value: a message must not show the value itself. */
function remedyFor(expected: string, value: unknown): TypeFault["remedy"] {
  if (typeof value !== "string") {
    return needsQuotes(expected, value) ? "add quotes" : undefined;
  }
  const isPlain = expected === "a boolean" ? BOOLEAN : expected.endsWith("-bit integer") ? INTEGER : undefined;
  return isPlain?.test(value) === true ? "remove quotes" : undefined;
}

const BOOLEAN = /^(?:true|false|yes|no|on|off)$/;
const INTEGER = /^-?[0-9]+$/;
