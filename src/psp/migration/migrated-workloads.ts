import type { Labels } from "../../admission/labels.ts";
import { LEVELS, parseLevel, type Level } from "../../api/level.ts";
import { levelLabel } from "../../api/policies/policy-labels.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import { bigintAsText } from "../../api/record.ts";
import type { ReportSize } from "../../audit/workload/report-size.ts";
import type { Commit, InventoryConsumer, InventoryEntry } from "../../audit/inventory/consumer.ts";
import type { Evaluator, PodEvaluation } from "../../policy/evaluator.ts";
import { minorVersion } from "../../policy/version.ts";
import type { ChangedWorkload, MigratedNamespace, TemplateChange } from "../../report/psp/psp-report.ts";
import type { MutablePod } from "../changes/mutate.ts";
import { attributedChanges, placeOf, type AttributedChange } from "../changes/pod-changes.ts";
import { templatePatch, withTemplateChanges } from "../changes/template-changes.ts";
import { JUDGED_MINORS, lowest } from "../levels/levels.ts";
import { ADMITTED_BY } from "../policy.ts";
import type { AccessObjects } from "./access-objects.ts";

interface WorkloadState {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Its own template; undefined for pods whose controller was not read. */
  template?: MutablePod;
  pods: number;
  readonly changes: Map<string, { readonly change: AttributedChange; readonly policy: string | null }>;
}

interface NamespaceState {
  readonly levels: Set<Level>;
  readonly used: Map<string, number>;
  readonly workloads: Map<string, WorkloadState>;
  pods: number;
  labels: Labels | undefined;
}

/** Compares the pods of each namespace with their templates, and finds the level that both meet. */
export class MigratedWorkloads implements InventoryConsumer {
  readonly needsEveryPlace = false;
  readonly #access: AccessObjects;
  readonly #evaluator: Evaluator;
  readonly #namespaces = new Map<string, NamespaceState>();
  readonly #size: ReportSize;

  constructor(access: AccessObjects, evaluator: Evaluator, size: ReportSize) {
    this.#access = access;
    this.#size = size;
    this.#evaluator = evaluator;
  }

  addNamespace(name: string, labels: Labels | undefined): void {
    this.#stateOf(name).labels = labels;
  }

  prepareEntry({ namespace, object, workload, isFinished }: InventoryEntry): Commit {
    if (object.kind !== "Pod") {
      if (isFinished) return () => {};
      const isKept = this.#access.hasTemplate(object);
      if (!isKept) this.#size.check();
      return () => {
        if (!isKept) this.#size.addText(JSON.stringify(object.pod, bigintAsText));
        this.#workloadOf(namespace, workload).template = object.pod;
      };
    }
    const policy = object.metadata.annotations?.[ADMITTED_BY];
    const template = this.#access.templateOf(object);
    const known = policy === undefined ? undefined : this.#access.policies.get(policy);
    const changes = template === undefined ? [] : attributedChanges(known, template, object.pod);
    const level = this.#levelOf(this.#evaluator.forPod(object.pod));
    if (changes.length > 0) this.#size.check();
    return () => {
      const state = this.#stateOf(namespace);
      state.pods++;
      if (policy !== undefined) state.used.set(policy, (state.used.get(policy) ?? 0) + 1);
      if (!isFinished) state.levels.add(level);
      if (template === undefined) return;
      const own = this.#workloadOf(namespace, workload);
      own.pods++;
      for (const change of changes) {
        const by = change.by === null ? null : (policy ?? null);
        const key = JSON.stringify([placeOf(change), change.value ?? null, by, change.by]);
        if (!own.changes.has(key)) this.#size.addText(key);
        own.changes.set(key, { change, policy: by });
      }
    };
  }

  /** Whether there is any pod. A dump without pods does not tell which pods run. */
  get hasPods(): boolean {
    return [...this.#namespaces.values()].some(({ pods }) => pods > 0);
  }

  /** The names of all namespaces with a pod or a template, and those that were announced. */
  get names(): readonly string[] {
    return [...this.#namespaces.keys()].toSorted(compareBytes);
  }

  /** The number of pods that each policy admitted, by name. */
  get used(): ReadonlyMap<string, number> {
    const all = new Map<string, number>();
    for (const { used } of this.#namespaces.values())
      for (const [policy, pods] of used) all.set(policy, (all.get(policy) ?? 0) + pods);
    return all;
  }

  /**
   * Describes a namespace.
   *
   * @param spirits the levels of the policies, by name
   * @param isComplete whether everything in it could be read
   */
  namespace(name: string, spirits: ReadonlyMap<string, Level>, isComplete: boolean): MigratedNamespace {
    const { levels, used, workloads, pods, labels } = this.#stateOf(name);
    const now = new Set(levels);
    const later = new Set(levels);
    for (const { template, changes } of workloads.values()) {
      if (template === undefined) continue;
      const own = [...changes.values()].flatMap(({ change }) => (change.by === null ? [] : [change]));
      now.add(this.#levelOf(this.#evaluator.forPod(template)));
      later.add(this.#levelOf(this.#evaluator.forPod(withTemplateChanges(template, own))));
    }
    const unknown = isComplete ? (later.size === 0 ? "empty" : null) : "unread";
    return {
      name,
      pods,
      used: [...used]
        .toSorted(([a], [b]) => compareBytes(a, b))
        .map(([policy, count]) => ({ policy, pods: count, spirit: spirits.get(policy) ?? null })),
      meets: lowest([...now]),
      recommended: unknown === null ? lowest([...later]) : null,
      unknown,
      enforced: parseLevel(labels?.[levelLabel("enforce")] ?? "") ?? null,
      changed: [...workloads.values()]
        .filter(({ changes }) => changes.size > 0)
        .map(describeWorkload)
        .toSorted((a, b) => compareBytes(a.kind, b.kind) || compareBytes(a.name, b.name)),
    };
  }

  #levelOf(evaluation: PodEvaluation): Level {
    const isMet = (level: Level): boolean =>
      JUDGED_MINORS.every((minor) => evaluation.violations({ level, version: minorVersion(minor) }).length === 0);
    return LEVELS.toReversed().find(isMet) ?? "privileged";
  }

  #stateOf(name: string): NamespaceState {
    let state = this.#namespaces.get(name);
    if (state === undefined) {
      state = { levels: new Set(), used: new Map(), workloads: new Map(), pods: 0, labels: undefined };
      this.#namespaces.set(name, state);
    }
    return state;
  }

  #workloadOf(namespace: string, ref: InventoryEntry["workload"]): WorkloadState {
    const { workloads } = this.#stateOf(namespace);
    const key = `${ref.kind} ${ref.name}`;
    let state = workloads.get(key);
    if (state === undefined) workloads.set(key, (state = { ...ref, pods: 0, changes: new Map() }));
    return state;
  }
}

function describeWorkload({ apiVersion, kind, name, pods, changes, template }: WorkloadState): ChangedWorkload {
  const own = [...changes.values()].flatMap(({ change }) => (change.by === null ? [] : [change]));
  const patch = template === undefined ? null : templatePatch(kind, template, own);
  const described = [...changes.values()].map(({ change, policy }): TemplateChange => {
    const { container, field, value, by } = change;
    return {
      container,
      field,
      value: value === undefined ? null : JSON.stringify(value),
      by: by === null || policy === null ? null : { policy, field: by },
    };
  });
  return {
    apiVersion,
    kind,
    name,
    pods,
    changes: described.toSorted(
      (a, b) => compareBytes(a.container ?? "", b.container ?? "") || compareBytes(a.field, b.field),
    ),
    patch: patch === null ? null : JSON.stringify(patch),
  };
}
