import { isRecord } from "../../api/record.ts";
import { formatFieldPath, type FieldPath } from "../../api/field-path.ts";
import { SHOWN_LENGTH, quote } from "../../api/words/quoted.ts";
import { goQuote } from "../../api/words/go-quote.ts";
import { entriesInOrder, jsonType, type ConfigurationDocument } from "./configuration-document.ts";
import { ConfigurationError, type Stage } from "./configuration-error.ts";

/** Decodes a Go type from JSON. */
export interface Decoder<T> {
  /** The type in Go's notation: `string`, `[]v1.AdmissionPluginConfiguration`. */
  readonly goType: string;
  /** The value of a field that is missing or null. */
  readonly zero: T;
  /** Decodes a value that is not null. */
  decode(value: unknown, place: Place): T;
}

/** The place of a value, and the collector of its faults. */
interface Place {
  readonly faults: Faults;
  readonly path: FieldPath;
  /**
   * The Go struct that contains the field, and the fields that lead to it, without indexes: Go names them in a type
   * error.
   */
  readonly struct: string;
  readonly fields: readonly string[];
}

interface Fault {
  readonly reason: string;
  readonly path: FieldPath;
}

/** Go keeps no more than these. */
const MAX_STRICT_FAULTS = 100;

class Faults {
  readonly document: ConfigurationDocument;
  typeFault: Fault | undefined;
  /** By reason: Go reports each reason once. */
  readonly strictFaults = new Map<string, Fault>();
  readonly #duplicates: ReadonlySet<string>;

  constructor(document: ConfigurationDocument) {
    this.document = document;
    this.#duplicates = new Set(document.duplicates.map(({ path, key }) => formatField(path, key)));
  }

  mismatch(value: unknown, goType: string, { path, struct, fields }: Place): void {
    const field = `${struct}.${fields.join(".")}`;
    const reason = `json: cannot unmarshal ${jsonType(value)} into Go struct field ${field} of type ${goType}`;
    this.typeFault ??= { reason, path };
  }

  unknownField(path: FieldPath, key: string): void {
    this.#strict(`unknown field ${quoteField(formatField(path, key))}`, [...path, key]);
  }

  /**
   * Only JSON is decoded with its duplicate keys. YAML has lost them by then, and one text before all other faults
   * reports them.
   */
  knownField(path: FieldPath, key: string): void {
    const field = formatField(path, key);
    if (this.document.format !== "json" || !this.#duplicates.has(field)) return;
    this.#strict(`duplicate field ${quoteField(field)}`, [...path, key]);
  }

  #strict(reason: string, path: FieldPath): void {
    if (this.strictFaults.size < MAX_STRICT_FAULTS) this.strictFaults.set(reason, { reason, path });
  }
}

/** A Go string. */
export const string: Decoder<string> = {
  goType: "string",
  zero: "",
  decode(value, place) {
    if (typeof value === "string") return value;
    place.faults.mismatch(value, this.goType, place);
    return this.zero;
  },
};

/** A runtime.Unknown: any value, which another decoder decodes later. Undefined if it is missing or null. */
export const embedded: Decoder<unknown> = { goType: "runtime.Unknown", zero: undefined, decode: (value) => value };

/** A Go slice. */
export function list<T>(items: Decoder<T>): Decoder<readonly T[]> {
  return {
    goType: `[]${items.goType}`,
    zero: [],
    decode(value, place) {
      if (Array.isArray(value)) {
        return value.map((item: unknown, index) =>
          decodeValue(items, item, { ...place, path: [...place.path, index] }),
        );
      }
      place.faults.mismatch(value, this.goType, place);
      return this.zero;
    },
  };
}

/**
 * A Go struct.
 *
 * @param goPackage the package of the type in Go's notation: the API version
 * @param name the name of the type
 * @param fields the type of each field by its name in JSON, which is case-sensitive
 * @param zero the value of a missing or null struct
 */
export function struct<T extends object>(
  goPackage: string,
  name: string,
  fields: { readonly [K in keyof T]: Decoder<T[K]> },
  zero: T,
): Decoder<T> {
  const isField = (key: string): key is keyof T & string => Object.hasOwn(fields, key);
  return {
    goType: `${goPackage}.${name}`,
    zero,
    decode(value, { faults, path, ...place }) {
      if (!isRecord(value)) {
        faults.mismatch(value, this.goType, { faults, path, ...place });
        return zero;
      }
      const decoded = { ...zero };
      for (const [key, field] of entriesInOrder(value, faults.document.format)) {
        if (!isField(key)) {
          faults.unknownField(path, key);
          continue;
        }
        faults.knownField(path, key);
        const at = { faults, path: [...path, key], struct: name, fields: [...place.fields, key] };
        decoded[key] = decodeValue(fields[key], field, at);
      }
      return decoded;
    },
  };
}

function decodeValue<T>(decoder: Decoder<T>, value: unknown, place: Place): T {
  return value === null ? decoder.zero : decoder.decode(value, place);
}

/**
 * Decodes a document as the API server decodes its configuration files: Decode of pkg/runtime/serializer/json/json.go,
 * k8s.io/apimachinery v0.37.2, in strict mode, over sigs.k8s.io/json. A value of the wrong type hides all other faults.
 *
 * @throws ConfigurationError if a value has the wrong type, a field is unknown, or a key is a duplicate
 */
export function decodeStrictly<T>(decoder: Decoder<T>, document: ConfigurationDocument, stage: Stage): T {
  const faults = new Faults(document);
  const decoded = decodeValue(decoder, document.value, { faults, path: [], struct: "", fields: [] });
  if (faults.typeFault !== undefined) {
    const { reason, path } = faults.typeFault;
    throw new ConfigurationError(
      stage,
      reason,
      path,
      "Write a value of that type; text that YAML takes for something else needs quotes.",
    );
  }
  const strict = [...duplicatesInYaml(document), ...faults.strictFaults.values()];
  const [first] = strict;
  if (first === undefined) return decoded;
  const reason = `strict decoding error: ${strict.map((fault) => fault.reason).join(", ")}`;
  throw new ConfigurationError(stage, reason, first.path, "Correct or remove these fields; names are case-sensitive.");
}

function duplicatesInYaml({ format, duplicates }: ConfigurationDocument): Fault[] {
  const [first] = duplicates;
  if (format !== "yaml" || first === undefined) return [];
  const lines = duplicates.map(({ key, line }) => `\n  line ${line}: key ${quoteField(key)} already set in map`);
  return [{ reason: `yaml: unmarshal errors:${lines.join("")}`, path: [...first.path, first.key] }];
}

/** Quotes a field as Go does, or shortened if it is longer than the name of any real field. */
function quoteField(field: string): string {
  return field.length > SHOWN_LENGTH ? quote(field) : goQuote(field);
}

/** The parents of the field are known fields, so their names need no brackets. */
function formatField(path: FieldPath, key: string): string {
  return path.length === 0 ? key : `${formatFieldPath(path)}.${key}`;
}
