import type { AuditEvent, SkimmedEvent } from "../api/requests/audit-event.ts";
import { Coverage, type RecordCounts } from "./coverage.ts";
import { factsOf, type EventFacts } from "./events/event-facts.ts";
import { controllerKind, makerOfPod, type Maker } from "./events/maker.ts";
import { NamespaceHistory } from "./namespaces/namespace-history.ts";
import type { HistoryOptions } from "./options.ts";
import { historyParts, type HistoryParts } from "./history-parts.ts";
import type { FindPresent } from "./sightings/present.ts";
import type { RejectedWorkload } from "./sightings/rejected.ts";
import { WorkloadHistory, type Sighting } from "./sightings/workload-history.ts";
import { WorkloadLives } from "./sightings/workload-lives.ts";
import { keyOf } from "./sightings/workload-key.ts";

/** More namespaces than any cluster has. */
const MAX_NAMESPACES = 50_000;
/** The workloads with violations that are kept apart, over all namespaces. */
const MAX_WORKLOADS = 20_000;
const WRITES: ReadonlySet<string> = new Set(["create", "update", "patch"]);
const FIRST_FAILURE = 400;

/**
 * The history of Pod Security Admission in audit events. Events may come in any order, each of them once. The memory depends on the number of
 * namespaces, workloads and days, and not on the number of events.
 */
export class History {
  readonly #options: HistoryOptions;
  readonly #coverage = new Coverage();
  readonly #namespaces = new Map<string, NamespaceHistory>();
  readonly #lives = new WorkloadLives();
  #workloads = 0;

  constructor(options: HistoryOptions) {
    this.#options = options;
    for (const name of options.labels.keys()) if (options.includes(name)) this.#at(name);
  }

  /** Adds an event that is irrelevant for Pod Security Admission. */
  addSkimmed(event: SkimmedEvent): void {
    if (this.#isInWindow(event.time)) this.#coverage.add(event);
  }

  /** Adds an event: a stage of a request. */
  addEvent(event: AuditEvent): void {
    const isInWindow = this.#isInWindow(event.time);
    if (isInWindow) this.#coverage.add(event);
    // A request counts once, when it is complete.
    if (event.stage !== "ResponseComplete" && event.stage !== "Panic") return;
    if (event.isDryRun) {
      if (isInWindow) this.#coverage.dryRuns++;
      return;
    }
    const { object } = event;
    if (object === undefined) {
      if (isInWindow) this.#addUnidentified(event);
      return;
    }
    if (object.resource === "namespaces" && object.group === "") {
      this.#addNamespaceWrite(event, object.name);
      return;
    }
    if (object.namespace === "" || !this.#options.includes(object.namespace)) return;
    const kind = controllerKind(object);
    if (kind === undefined && (object.resource !== "pods" || object.group !== "")) return;
    if (kind !== undefined && object.name !== "")
      this.#lives.addName(keyOf(object.namespace, { kind, name: object.name }));
    if (isInWindow) this.#addRequest(event, object.namespace, kind);
  }

  /** The namespaces with violations or rejections. */
  get suspects(): readonly string[] {
    return [...this.#namespaces].flatMap(([name, { workloads }]) => (workloads.size === 0 ? [] : [name]));
  }

  /**
   * The namespaces, the days and the coverage of a report.
   *
   * @param find finds workloads in the cluster; by default nothing is known of them
   * @param rejected the workloads that the API server rejects now, in the namespaces of the report
   */
  parts(
    records: RecordCounts,
    find: FindPresent = () => undefined,
    rejected: readonly RejectedWorkload[] = [],
  ): HistoryParts {
    const { since, until } = this.#options;
    const coverage = this.#coverage.report(since, until, records);
    return { ...historyParts(this.#namespaces, this.#lives, this.#options, find, rejected), coverage };
  }

  #isInWindow(time: number): boolean {
    const { since = -Infinity, until = Infinity } = this.#options;
    return time >= since && time < until;
  }

  /** An event that has lost its object because it was too large. */
  #addUnidentified({ annotations }: AuditEvent): void {
    if (Object.hasOwn(annotations, "audit.k8s.io/truncated")) this.#coverage.truncated++;
  }

  #addNamespaceWrite(event: AuditEvent, name: string): void {
    const { object, verb, code = 0 } = event;
    // Admission does not look at the status, but a write of the status may bring labels along.
    const isWrite = WRITES.has(verb) && (object?.subresource === "" || object?.subresource === "status");
    if (name === "" || !isWrite || code >= FIRST_FAILURE || !this.#options.includes(name)) return;
    this.#at(name)?.changes.add(event);
  }

  #addRequest(event: AuditEvent, namespaceName: string, kind: string | undefined): void {
    const facts = factsOf(event);
    this.#coverage.invalidAnnotations += facts.invalid;
    if (facts.isTruncated) this.#coverage.truncated++;
    if (facts.hasFailedOpen) this.#coverage.failedOpen++;
    const namespace = this.#at(namespaceName);
    if (namespace === undefined) return;
    namespace.addPolicies(event, facts);
    if (facts.isExempt) namespace.exempt++;
    if (facts.isNamespaceExempt) namespace.isExempt = true;
    if (facts.hasError) namespace.errors++;
    const maker = kind === undefined ? makerOfPod(event) : { kind, name: event.object?.name || null, isUniform: true };
    const isCreatedPod = kind === undefined && isCreated(event);
    if (isCreatedPod) {
      this.#coverage.pods++;
      if (maker.name === null) this.#coverage.nameless++;
      namespace.addPod(event, facts);
    }
    const key = keyOf(namespaceName, maker);
    for (const violation of facts.violations) {
      namespace.addViolation(event.time);
      this.#addSighting(namespace, key, event, { ...violation, isDenied: false });
    }
    if (facts.denial !== undefined) {
      namespace.addDenial(event.time);
      this.#addSighting(namespace, key, event, { ...facts.denial, isDenied: true });
    }
    this.#addLife(event, facts, { maker, key, isController: kind !== undefined, isCreatedPod });
  }

  #addSighting(namespace: NamespaceHistory, key: string, event: AuditEvent, sighting: Sighting): void {
    let workload = namespace.workloads.get(key);
    if (workload === undefined) {
      if (this.#workloads >= MAX_WORKLOADS) {
        namespace.folded++;
        return;
      }
      this.#workloads++;
      workload = new WorkloadHistory();
      namespace.workloads.set(key, workload);
    }
    workload.add(event, sighting);
  }

  /** Remembers when a workload was seen without a violation. */
  #addLife(
    { time, verb, object, code = 0 }: AuditEvent,
    { enforce, violations, denial, isExempt, hasError, isTruncated }: EventFacts,
    of: { readonly maker: Maker; readonly key: string; readonly isController: boolean; readonly isCreatedPod: boolean },
  ): void {
    if (of.maker.name === null || !of.maker.isUniform || object?.subresource !== "" || code >= FIRST_FAILURE) return;
    // A Job is deleted when its work is done, and the next one like it comes again.
    if (of.isController && verb === "delete" && of.maker.kind !== "Job") this.#lives.addDeletion(of.key, time);
    if (violations.length > 0 || denial !== undefined || isExempt || hasError || isTruncated) return;
    if (of.isController && WRITES.has(verb)) this.#lives.addCleanWrite(of.key, time);
    if (of.isCreatedPod && enforce !== undefined) this.#lives.addCleanPod(of.key, time);
  }

  #at(name: string): NamespaceHistory | undefined {
    const known = this.#namespaces.get(name);
    if (known !== undefined || this.#namespaces.size >= MAX_NAMESPACES) return known;
    const namespace = new NamespaceHistory(this.#options.defaults);
    this.#namespaces.set(name, namespace);
    return namespace;
  }
}

/** Whether a request has created a pod. Some logs have no status codes of successful requests. */
function isCreated({ verb, object, code = 0, message }: AuditEvent): boolean {
  return verb === "create" && object?.subresource === "" && code < FIRST_FAILURE && message === "";
}
