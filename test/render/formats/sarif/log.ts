import assert from "node:assert/strict";
import { readerOf } from "../json-schema.ts";

/** The parts of a SARIF log that the tests read. */
export interface SarifLog {
  readonly runs: readonly [SarifRun];
}
export interface SarifRun {
  readonly tool: { readonly driver: { readonly version: string; readonly rules: readonly SarifRule[] } };
  readonly columnKind: string;
  readonly invocations: readonly [
    { readonly executionSuccessful: boolean; readonly toolExecutionNotifications: readonly SarifNotification[] },
  ];
  readonly results: readonly SarifResult[];
}
export interface SarifRule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string; readonly markdown: string };
  readonly helpUri: string;
  readonly defaultConfiguration: { readonly level: string };
  readonly properties: {
    readonly level: string;
    readonly versions: readonly string[];
    readonly tags: readonly string[];
    readonly "security-severity": string;
  };
}
export interface SarifNotification {
  readonly level: string;
  readonly descriptor: { readonly id: string };
  readonly message: { readonly text: string };
  readonly locations?: readonly SarifLocation[];
}
export interface SarifLocation {
  readonly physicalLocation?: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    readonly region?: { readonly startLine: number; readonly startColumn?: number };
  };
  readonly logicalLocations?: readonly [{ readonly fullyQualifiedName: string; readonly kind: string }];
  readonly message?: { readonly text: string };
}
export interface SarifFix {
  readonly description: { readonly text: string };
  readonly artifactChanges: readonly [
    { readonly artifactLocation: { readonly uri: string }; readonly replacements: readonly SarifReplacement[] },
  ];
}
export interface SarifReplacement {
  readonly deletedRegion: {
    readonly startLine: number;
    readonly startColumn: number;
    readonly endLine: number;
    readonly endColumn: number;
  };
  readonly insertedContent?: { readonly text: string };
}
export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex?: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [SarifLocation];
  readonly relatedLocations?: readonly SarifLocation[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly fixes?: readonly [SarifFix];
  readonly baselineState?: string;
  readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[];
  readonly properties: { readonly levels: readonly string[]; readonly modes: readonly string[] };
}

const readSarif = readerOf<SarifLog>("sarif-2.1.0-rtm.5.json");

/** The only run of a log. */
export function readRun(json: string): SarifRun {
  const { runs } = readSarif(json);
  assert.equal(runs.length, 1);
  return runs[0];
}

/** The text that a reader shows for a message (SARIF 2.1.0, §3.11.5 and §3.11.6). */
export function shownText({ text }: { readonly text: string }): string {
  const undoubled = text.replaceAll("{{", "{").replaceAll("}}", "}");
  return undoubled.includes("\\](") ? undoubled.replace(/\\([\\[\]])/g, "$1") : undoubled;
}
