import { isRecord } from "../../api/record.ts";
import { readStream } from "../../objects/stream/read-stream.ts";
import { readDocuments } from "../../text/documents.ts";
import { CustomKinds } from "../../workloads/custom/custom-kinds.ts";
import type { AccessObject } from "../../workloads/access/access-object.ts";
import { decisionOf, type LabelKeys } from "./namespace-decision.ts";

/** The objects in the earlier text of a file that decide about workloads in other files. */
export interface EarlierObjects {
  /** The namespaces, with the labels that it gave to them, in the order of the file. A namespace may be there twice. */
  readonly namespaces: readonly (LabelKeys & { readonly name: string })[];
  /** Its ValidatingAdmissionPolicies and their bindings. */
  readonly policies: readonly AccessObject[];
  /** The kinds whose pods its CustomResourceDefinitions told: `example.com/Widget`. */
  readonly kinds: readonly string[];
  /** Whether it may have had further ones, because it was a template that only its tool can read. */
  readonly isTemplate: boolean;
}

/** Reads what the earlier text of a file decided. */
export interface EarlierReader {
  readonly earlierObjects: typeof earlierObjects;
  readonly hasLostObjects: typeof hasLostObjects;
}

/** A document of one of the kinds that decide about others, as it is usually written. */
const DECIDING =
  /^\s*["']?kind["']?\s*:\s*["']?(?:Namespace|CustomResourceDefinition|ValidatingAdmissionPolicy(?:Binding)?)\b/m;

/** Reads the earlier text of a file. */
export function earlierObjects(text: string, file: string): EarlierObjects {
  const namespaces: EarlierObjects["namespaces"][number][] = [];
  const policies: AccessObject[] = [];
  const known = new CustomKinds();
  let isWhole = true;
  for (const item of readStream(text, file, { templates: undefined, kinds: known })) {
    if (item.type === "unreadable") isWhole = false;
    const decision = decisionOf(item);
    if (decision !== undefined) {
      const { namespace, policy, all } = decision;
      namespaces.push({ name: namespace.name, policy, all });
    }
    if (item.type === "other" && item.policy !== undefined) policies.push(item.policy);
  }
  const kinds = known.definitions().map(({ name }) => name);
  const isTemplate = DECIDING.test(text) && (!isWhole || text.includes("{{"));
  return { namespaces, policies, kinds, isTemplate };
}

/** The fields of a kustomization that lists of objects come from. */
const LISTS = ["resources", "bases", "components", "helmCharts", "generators"] as const;
/** The fields of a kustomization that name objects. */
const NAMES = ["namespace", "namePrefix", "nameSuffix"] as const;

/**
 * Whether a kustomization may have rendered Namespaces that it does not render now: one of its sources is gone, or it gives other names.
 *
 * @param fields its fields now; undefined if there is none any more
 */
export function hasLostObjects(earlier: string, fields: Readonly<Record<string, unknown>> | undefined): boolean {
  const [document] = readDocuments(earlier);
  const before = document !== undefined && "value" in document && isRecord(document.value) ? document.value : {};
  if (fields === undefined) return true;
  const isKept = (name: string): boolean => {
    const now = new Set(entriesOf(fields[name]));
    return entriesOf(before[name]).every((entry) => now.has(entry));
  };
  return !LISTS.every(isKept) || NAMES.some((name) => before[name] !== fields[name]);
}

function entriesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((entry) => JSON.stringify(entry)) : [];
}
