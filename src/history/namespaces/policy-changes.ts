import type { AuditEvent } from "../../api/requests/audit-event.ts";
import { levelLabel, versionLabel } from "../../api/policies/policy-labels.ts";
import { resolvePolicy, type Labels, type ResolvedPolicy } from "../../admission/labels.ts";
import { formatLevelVersion, type LevelVersion } from "../../policy/evaluator.ts";

const AUDIT_LABELS = [levelLabel("audit"), versionLabel("audit")];

/** The audit policy that a change of a Namespace results in; null if the log does not tell. */
type Result = LevelVersion | null;

/** The last change of a namespace's audit policy in the log. */
export class PolicyChanges {
  #time = -Infinity;
  #result: Result = null;
  readonly #defaults: ResolvedPolicy;

  constructor(defaults: ResolvedPolicy) {
    this.#defaults = defaults;
  }

  /** Adds a successful write of the Namespace. A write that cannot have changed the audit policy does not count. */
  add(event: AuditEvent): void {
    const result = this.#resultOf(event);
    if (result === undefined || event.time < this.#time) return;
    const isAmbiguous = event.time === this.#time && textOf(result) !== textOf(this.#result);
    this.#result = isAmbiguous ? null : result;
    this.#time = event.time;
  }

  /** The time of the last change; undefined if there is none. */
  get time(): number | undefined {
    return this.#time === -Infinity ? undefined : this.#time;
  }

  /** The audit policy since then; undefined if the log does not tell. */
  get audit(): LevelVersion | undefined {
    return this.#result ?? undefined;
  }

  #resultOf({ verb, request, response }: AuditEvent): Result | undefined {
    if (response?.labels !== undefined) return this.#resolve(response.labels);
    if (request === undefined) return null;
    if (!request.isReadable) return null;
    const { labels = {} } = request;
    if (verb !== "patch") return this.#resolve(labels);
    const changed = AUDIT_LABELS.filter((label) => Object.hasOwn(labels, label));
    // A merge patch without these labels leaves them as they are. A server-side apply may remove them.
    if (changed.length === 0) return request.isWhole ? null : undefined;
    // The version label may have another value already.
    return changed.length === AUDIT_LABELS.length ? this.#resolve(labels) : null;
  }

  #resolve(labels: Readonly<Record<string, string | null>>): LevelVersion {
    const set = Object.entries(labels).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
    return resolvePolicy(Object.fromEntries(set) as Labels, this.#defaults).policy.audit;
  }
}

function textOf(result: Result): string {
  return result === null ? "" : formatLevelVersion(result);
}
