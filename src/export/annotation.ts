import { isRecord } from "../api/record.ts";
import type { RuledGroup } from "./groups.ts";
import { groupVersion } from "./groups.ts";
import type { PolicyExemptions, PolicyRules } from "./options.ts";
import { CONTROLLERS, PODS, type PodSource } from "./pod-source.ts";

/** The options that decide what a policy judges. */
export interface PolicyDeclaration {
  readonly group: RuledGroup;
  readonly source: PodSource;
  readonly rules: PolicyRules;
}

/** The value of the annotation. Lists that are empty are left out. */
export function annotationOf({ group, source, rules }: PolicyDeclaration, hash: string): string {
  const { exemptions, without, messagePerCheck } = rules;
  const { labels, images, ...names } = exemptions;
  return JSON.stringify({
    level: group.level,
    version: groupVersion(group),
    // The rules of latest are those of a version.
    rules: `v1.${group.since}`,
    ...(source.suffix !== "" && { pods: source.suffix }),
    ...(messagePerCheck && { messagePerCheck }),
    ...(without.length > 0 && { without }),
    ...Object.fromEntries(Object.entries(names).filter(([, list]) => list.length > 0)),
    ...(labels.length > 0 && { labels: labels.map(({ key, value }) => [key, value]) }),
    ...(images.length > 0 && { images: images.map(({ prefix, check }) => [prefix, check]) }),
    hash,
  });
}

/** The options and the hash of an annotation; undefined for a text that is not one. */
export function readAnnotation(text: string): { declaration: PolicyDeclaration; hash: string } | undefined {
  const value = parse(text);
  if (!isRecord(value)) return undefined;
  const { level, version, rules, pods = "", messagePerCheck = false, without, hash } = value;
  const since = typeof rules === "string" ? /^v1\.(\d{1,4})$/.exec(rules)?.[1] : undefined;
  const source = [PODS, ...CONTROLLERS].find(({ suffix }) => suffix === pods);
  const exemptions = exemptionsOf(value);
  if (level !== "baseline" && level !== "restricted") return undefined;
  if (since === undefined || source === undefined || exemptions === undefined) return undefined;
  const checks = textsOf(without);
  if (checks === undefined || typeof messagePerCheck !== "boolean" || typeof hash !== "string") return undefined;
  const group = { level, since: Number(since), isLatest: version === "latest" } as const;
  if (groupVersion(group) !== version) return undefined;
  return { declaration: { group, source, rules: { exemptions, without: checks, messagePerCheck } }, hash };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function exemptionsOf(value: Readonly<Record<string, unknown>>): PolicyExemptions | undefined {
  const [users, groups, runtimeClasses, serviceAccounts, namespaces] = NAMES.map((name) => textsOf(value[name]));
  const labels = pairsOf(value["labels"])?.map(([key, labelled]) => ({ key, value: labelled }));
  const images = pairsOf(value["images"])?.map(([prefix, check]) => ({ prefix, check }));
  if (users === undefined || groups === undefined || runtimeClasses === undefined) return undefined;
  if (serviceAccounts === undefined || namespaces === undefined) return undefined;
  if (labels === undefined || images === undefined) return undefined;
  return { users, groups, runtimeClasses, serviceAccounts, namespaces, labels, images };
}

const NAMES = ["users", "groups", "runtimeClasses", "serviceAccounts", "namespaces"] as const;

function textsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined) return [];
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

function pairsOf(value: unknown): readonly (readonly [string, string])[] | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return undefined;
  const pairs = value.flatMap((item): (readonly [string, string])[] => {
    const [first, second, ...rest] = textsOf(item) ?? [];
    return first === undefined || second === undefined || rest.length > 0 ? [] : [[first, second]];
  });
  return pairs.length === value.length ? pairs : undefined;
}
