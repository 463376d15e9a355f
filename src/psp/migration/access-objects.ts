import type { ObjectMeta } from "../../api/pod.ts";
import { describeFailure } from "../../api/failure.ts";
import { bigintAsText, isRecord } from "../../api/record.ts";
import { listedNotes, listedUnreadable } from "../../audit/inventory/notes/listed.ts";
import type { ReportSize } from "../../audit/workload/report-size.ts";
import type { Note, Unreadable } from "../../report/report.ts";
import type { ClusterItem } from "../../workloads/cluster-item.ts";
import type { DecodeAccess } from "../../workloads/access/decoded-access.ts";
import type { WorkloadObject } from "../../workloads/object.ts";
import { namespaceOf } from "../../workloads/identity.ts";
import { controllerOf } from "../../workloads/owners.ts";
import type { MutablePod } from "../changes/mutate.ts";
import type { PodSecurityPolicy, PolicySpec } from "../policy.ts";
import { Grants, type Binding, type Role } from "./grants.ts";

/** The list of policies. */
export const POLICIES = "podsecuritypolicies";
const LISTS: ReadonlySet<string> = new Set([POLICIES, "clusterroles", "clusterrolebindings", "roles", "rolebindings"]);

/** Collects the policies, the roles, the bindings and the pod templates of a cluster or a dump, beside its inventory. */
export class AccessObjects {
  readonly policies = new Map<string, PodSecurityPolicy>();
  readonly grants = new Grants();
  readonly #notes = listedNotes();
  readonly #unreadable = listedUnreadable();
  readonly #decode: DecodeAccess;
  readonly #hasSources: boolean;
  readonly #size: ReportSize;
  readonly #templates = new Map<string, { readonly uid: string; readonly template: MutablePod }>();

  /**
   * @param hasSources whether the objects are from files, and not from a cluster
   * @param size the size of what the run keeps
   */
  constructor(hasSources: boolean, decode: DecodeAccess, size: ReportSize) {
    this.#size = size;
    this.#decode = decode;
    this.#hasSources = hasSources;
  }

  /** Adds a list of policies, roles or bindings that could not be read; false for any other item. */
  addMissing(item: ClusterItem): boolean {
    if (item.type !== "missing" || !LISTS.has(item.resource)) return false;
    const { message, resource, namespace, rule } = item;
    this.#unreadable.add({ message, source: null, list: { resource, namespace, rule } });
    return true;
  }

  add(item: ClusterItem): void {
    if (item.type === "workload" && item.kind !== "Pod") {
      const { apiVersion, kind, metadata } = item;
      // The inventory reports the templates that are not kept here.
      if (this.#size.isFull) return;
      const key = keyOf(namespaceOf(item), { apiVersion, kind, name: metadata.name ?? "" });
      this.#templates.set(key, { uid: metadata.uid ?? "", template: item.pod });
      this.#size.addText(JSON.stringify(item.pod, bigintAsText));
    }
    if (item.type !== "other" || item.access === undefined) return;
    const { access } = item;
    try {
      this.#size.check();
    } catch (error) {
      const source = this.#hasSources ? access.source(access.path) : null;
      this.#unreadable.add({ message: describeFailure(error), source, list: null });
      return;
    }
    const decoded = this.#decode(access);
    if (decoded.fault !== undefined) {
      const { message, source: place } = decoded.fault;
      this.#unreadable.add({ message, source: this.#hasSources ? place : null, list: null });
      return;
    }
    // A server does not drop its own fields.
    if (this.#hasSources)
      for (const { severity, code, message, source: place } of decoded.remarks)
        this.#notes.add({ severity, code, message, source: this.#hasSources ? place : null });
    this.#addDecoded(access.kind, decoded.value, () => access.source(access.path));
  }

  #addDecoded(kind: string, value: Readonly<Record<string, unknown>>, source: () => Note["source"]): void {
    this.#size.addText(JSON.stringify(value, bigintAsText));
    // Decoding has verified the types.
    const metadata: ObjectMeta = isRecord(value["metadata"]) ? value["metadata"] : {};
    if (kind === "Role" || kind === "ClusterRole") this.grants.addRole(kind, value satisfies Role);
    else if (kind !== "PodSecurityPolicy") this.grants.addBinding(kind, value satisfies Binding);
    else if ((metadata.name ?? "") === "") {
      const message = "metadata.name: a PodSecurityPolicy needs a name";
      this.#unreadable.add({ message, source: this.#hasSources ? source() : null, list: null });
    } else {
      const spec: PolicySpec = isRecord(value["spec"]) ? value["spec"] : {};
      this.policies.set(metadata.name ?? "", { metadata, spec });
    }
  }

  get notes(): readonly Note[] {
    return this.#notes.all();
  }

  get unreadable(): readonly Unreadable[] {
    return this.#unreadable.all();
  }

  /** Whether the template of an object is kept here. */
  hasTemplate(object: WorkloadObject): boolean {
    const { apiVersion, kind, metadata } = object;
    return this.#templates.has(keyOf(namespaceOf(object), { apiVersion, kind, name: metadata.name ?? "" }));
  }

  /** The template that a pod was made from; undefined if its owner was not read, or was made again since. */
  templateOf(pod: WorkloadObject): MutablePod | undefined {
    const owner = controllerOf(pod.metadata);
    if (owner === undefined) return undefined;
    const { apiVersion = "", kind = "", name = "", uid = "" } = owner;
    const found = this.#templates.get(keyOf(namespaceOf(pod), { apiVersion, kind, name }));
    return found === undefined || (found.uid !== "" && uid !== "" && found.uid !== uid) ? undefined : found.template;
  }
}

function keyOf(
  namespace: string,
  { kind, name }: { readonly apiVersion: string; readonly kind: string; readonly name: string },
): string {
  return `${namespace} ${kind} ${name}`;
}
