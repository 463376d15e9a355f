import { readDocuments } from "../../src/text/documents.ts";
import { itemsOfDocument } from "../../src/objects/stream/read-stream.ts";
import type { SourceItem } from "../../src/workloads/object.ts";
import { judge } from "./judge.ts";
import type { ManifestObject, Verdict } from "./referee.ts";

/** The outcome for an object in a manifest, in words that our reader and the referee share. */
export type ObjectOutcome =
  | {
      readonly outcome: "pod";
      readonly document: number;
      readonly apiVersion: string;
      readonly kind: string;
      readonly name: string;
      readonly namespace: string;
      readonly results: readonly Verdict[];
    }
  | {
      readonly outcome: "namespace";
      readonly document: number;
      readonly name: string;
      readonly labels: Readonly<Record<string, string>>;
    }
  | { readonly outcome: "error"; readonly document: number };

/** The outcomes of our reader for a text, in order. Objects that Pod Security Admission ignores are left out. */
export function ourOutcomes(text: string, policies: readonly string[]): readonly ObjectOutcome[] {
  return [...readDocuments(text)]
    .flatMap((document) => [...itemsOfDocument(document, "")])
    .flatMap((item) => ourOutcome(item, policies));
}

/** The outcomes of our reader for one item of a source. */
export function ourOutcome(item: SourceItem, policies: readonly string[]): readonly ObjectOutcome[] {
  switch (item.type) {
    case "workload": {
      const { apiVersion, kind, metadata, pod, source } = item;
      const { name = "", namespace = "" } = metadata;
      const results = judge(pod, policies);
      return [{ outcome: "pod", document: source.document, apiVersion, kind, name, namespace, results }];
    }
    case "namespace":
      return [{ outcome: "namespace", document: item.source.document, name: item.name, labels: { ...item.labels } }];
    case "unreadable":
      return [{ outcome: "error", document: item.source.document }];
    default:
      return [];
  }
}

/** The outcomes of the referee for the same text, in order. Both ignore a ReplicationController without a template. */
export function theirOutcomes(objects: readonly ManifestObject[]): readonly ObjectOutcome[] {
  return objects.flatMap((object): readonly ObjectOutcome[] => {
    const { outcome, document, apiVersion = "", kind = "", name = "", namespace = "", labels = {} } = object;
    switch (outcome) {
      case "pod":
        if (object.results === undefined) return [];
        return [{ outcome, document, apiVersion, kind, name, namespace, results: object.results }];
      case "namespace":
        return [{ outcome, document, name, labels }];
      case "error":
        return [{ outcome, document }];
      case "other":
        return [];
    }
  });
}
