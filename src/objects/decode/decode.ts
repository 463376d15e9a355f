import type { FieldPath } from "../../api/field-path.ts";
import { typeOf } from "../../api/quoted.ts";
import { isRecord, setKey } from "../../api/record.ts";
import { needsQuotes } from "./scalar-types.ts";
import { schemaType, type SchemaType } from "./schema-types.ts";
import { hintForPlaceholder } from "../../text/template-syntax.ts";

/** A value that does not have its field's type. */
export interface TypeFault {
  readonly path: FieldPath;
  /** What the API server's decoder takes there, in words: `a boolean`. */
  readonly expected: string;
  /** The type of what is there: `a string`. */
  readonly found: string;
  /** What to do about a string that some tool should have replaced; absent where it is none. */
  readonly hint?: string;
  /** Whether the value would have the field's type with quotes around it, or without. */
  readonly remedy: "add quotes" | "remove quotes" | undefined;
}

/** A field that its struct does not have: the API server drops it, or rejects the object under strict validation. */
export interface UnknownField {
  readonly path: FieldPath;
  /** The struct of schema.ts that does not have it. */
  readonly struct: string;
}

/** What decoding an object found besides the object itself. */
export interface Decoded {
  /** Every value of a wrong type, in the order of the document; the object is readable only when there is none. */
  readonly faults: readonly TypeFault[];
  readonly unknownFields: readonly UnknownField[];
  /** At most the length of the known fields as JSON, in UTF-16 units, but for objects of hardly any text. */
  readonly size: number;
}

/** What each field and item counts besides its name and text: it takes memory even when it is empty. */
const NODE_SIZE = 16;

/**
 * Decodes an object in place as the API server does (k8s.io/apimachinery v0.37.2, the JSON serializer with case-sensitive names): every
 * known field's type is verified; `null` is a field that is not set; a `null` element of a list or map is its type's zero value; text
 * that is no Unicode gets replacement characters.
 *
 * @param struct the entry of schema.ts that the object is to be
 */
export function decodeObject(value: unknown, struct: string): Decoded {
  const decoder = new Decoder();
  decoder.decode(schemaType(struct), value);
  return decoder;
}

class Decoder implements Decoded {
  readonly faults: TypeFault[] = [];
  readonly unknownFields: UnknownField[] = [];
  size = 0;
  readonly #path: (string | number)[] = [];

  /** @returns the value to put in place of `value`, which is not null */
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
    for (const [index, item] of items.entries()) {
      this.#path.push(index);
      items[index] = item === null ? zeroOf(type) : this.decode(type, item);
      this.#path.pop();
    }
  }

  #map(type: SchemaType, map: Record<string, unknown>): void {
    /** Once a key has changed, a later one may be equal to it, and then counts. */
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
    if (value === null) {
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

/** Looks at the form of a value alone: a message must not show the value itself. */
function remedyFor(expected: string, value: unknown): TypeFault["remedy"] {
  if (typeof value !== "string") {
    return needsQuotes(expected, value) ? "add quotes" : undefined;
  }
  const isPlain = expected === "a boolean" ? BOOLEAN : expected.endsWith("-bit integer") ? INTEGER : undefined;
  return isPlain?.test(value) === true ? "remove quotes" : undefined;
}

const BOOLEAN = /^(?:true|false|yes|no|on|off)$/;
const INTEGER = /^-?[0-9]+$/;
