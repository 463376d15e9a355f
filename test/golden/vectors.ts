import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import type {
  AdmitAnswer,
  AdmitNamespaceRequest,
  AdmitRequest,
  Defaults,
  Labels,
  ResolvedLabels,
  ReviewAnswer,
  ReviewInput,
} from "../conformance/referee.ts";

/** A verdict, as a line of a vector file holds it; `details[i]` belongs to `reasons[i]`. */
export interface VerdictVector {
  readonly allowed: boolean;
  readonly reasons: readonly string[];
  readonly details: readonly string[];
}

/** A pod, in JSON as a client sends it, and the verdict at one level and version. */
export interface PodVector extends VerdictVector {
  readonly metadata: unknown;
  readonly spec: unknown;
  readonly level: string;
  readonly version: string;
}

/** The type of the lines of each vector file; README.md beside the files describes them. */
export interface Vectors {
  readonly "admission-namespaces": AdmitNamespaceRequest & { readonly response: AdmitAnswer };
  readonly "admission-objects": AdmitRequest & { readonly response: AdmitAnswer };
  readonly cases: PodVector & { readonly t: string };
  readonly fixtures: VerdictVector & { readonly file: string };
  readonly "fixtures-cross": VerdictVector & {
    readonly file: string;
    readonly level: string;
    readonly from: number;
    readonly to: number;
  };
  readonly "fuzz-pods": PodVector;
  readonly reviews: ReviewInput & { readonly answer: ReviewAnswer };
  readonly labels: ResolvedLabels & { readonly labels: Labels; readonly defaults: Defaults };
}

/** The name of a vector file. */
export type VectorName = keyof Vectors;

/** The lines of a vector file. */
export function readVectors<Name extends VectorName>(name: Name): readonly Vectors[Name][] {
  const text = gunzipSync(readFileSync(path(name))).toString("utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** Writes a vector file again. */
export function writeVectors<Name extends VectorName>(name: Name, lines: readonly Vectors[Name][]): void {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  writeFileSync(path(name), gzipSync(text, { level: constants.Z_BEST_COMPRESSION }));
}

function path(name: string): string {
  return join(import.meta.dirname, "vectors", `${name}.jsonl.gz`);
}
