import type { AdmissionRequest } from "../../api/requests/admission-request.ts";
import type { AdmissionRecord } from "../../admission/review/reviewed.ts";
import { Counter, Gauge, Histogram } from "./families.ts";

const REQUEST_LABELS = ["request_operation", "resource", "subresource"] as const;
const EVALUATION_LABELS = ["decision", "mode", "policy_level", "policy_version", ...REQUEST_LABELS] as const;

/** The upper bounds of the durations, in seconds. */
const DURATIONS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const PREFIX = "pod_security_webhook";

/** The values of the gauges, in seconds since 1970 where they are times. */
export interface Gauges {
  readonly namespaces: number;
  readonly configReloaded: number | undefined;
  readonly certificateNotAfter: number | undefined;
}

/**
 * The metrics of the webhook: those of the official one (metrics/metrics.go of k8s.io/pod-security-admission v0.37.2), with their names, labels and help
 * texts, and some of our own, which have the prefix `pod_security_webhook`.
 */
export class Metrics {
  readonly #evaluations = new Counter(
    "pod_security_evaluations_total",
    "[ALPHA] Number of policy evaluations that occurred, not counting ignored or exempt requests.",
    EVALUATION_LABELS,
  );
  readonly #exemptions = new Counter(
    "pod_security_exemptions_total",
    "[ALPHA] Number of exempt requests, not counting ignored or out of scope requests.",
    REQUEST_LABELS,
  );
  readonly #errors = new Counter(
    "pod_security_errors_total",
    "[ALPHA] Number of errors preventing normal evaluation. Non-fatal errors may result in the latest restricted profile being used for evaluation.",
    ["fatal", ...REQUEST_LABELS],
  );
  readonly #reloads = new Counter(
    `${PREFIX}_config_reloads_total`,
    "Number of times that a changed configuration was read.",
    ["result"],
  );
  readonly #durations = new Histogram(`${PREFIX}_request_duration_seconds`, "Duration of reviews.", DURATIONS);
  readonly #gauges: readonly Gauge[];
  readonly #maxMinor: number;
  #inFlight = 0;

  /**
   * @param maxMinor the minor of the newest version of the standards that is known
   * @param read returns the values of the gauges
   */
  constructor(maxMinor: number, read: () => Gauges) {
    this.#maxMinor = maxMinor;
    this.#gauges = [
      new Gauge(`${PREFIX}_in_flight_requests`, "Number of reviews that are being answered.", () => this.#inFlight),
      new Gauge(`${PREFIX}_namespaces_cached`, "Number of namespaces whose labels are known.", () => read().namespaces),
      new Gauge(
        `${PREFIX}_config_last_reload_success_timestamp_seconds`,
        "Time when the configuration in force was read.",
        () => read().configReloaded,
      ),
      new Gauge(
        `${PREFIX}_certificate_not_after_timestamp_seconds`,
        "Time when the certificate in use expires.",
        () => read().certificateNotAfter,
      ),
    ];
    for (const operation of ["create", "update"]) {
      const pod = { request_operation: operation, resource: "pod", subresource: "" };
      const policy = { policy_level: "privileged", policy_version: "latest" };
      this.#evaluations.add({ ...pod, ...policy, decision: "allow", mode: "enforce" }, 0);
      this.#exemptions.add(pod, 0);
      this.#exemptions.add({ ...pod, resource: "controller" }, 0);
    }
    for (const result of ["success", "failure"]) this.#reloads.add({ result }, 0);
  }

  /** Counts the events of a request. */
  record(request: AdmissionRequest, records: readonly AdmissionRecord[]): void {
    const labels = labelsOf(request);
    for (const record of records) {
      switch (record.type) {
        case "exemption":
          this.#exemptions.add(labels);
          break;
        case "error":
          this.#errors.add({ ...labels, fatal: String(record.isFatal) });
          break;
        case "evaluation": {
          const { decision, mode, policy } = record;
          const version = this.#versionLabel(policy);
          this.#evaluations.add({ ...labels, decision, mode, policy_level: policy.level, policy_version: version });
          break;
        }
      }
    }
  }

  /** Counts a changed configuration. */
  recordReload(isSuccess: boolean): void {
    this.#reloads.add({ result: isSuccess ? "success" : "failure" });
  }

  /** Measures the time of a review, also if it fails. */
  async measure<T>(review: () => Promise<T>): Promise<T> {
    const start = performance.now();
    this.#inFlight++;
    try {
      return await review();
    } finally {
      this.#inFlight--;
      this.#durations.observe((performance.now() - start) / 1000);
    }
  }

  /** Renders all metrics, the official ones first. */
  text(): string {
    const families = [
      this.#errors,
      this.#evaluations,
      this.#exemptions,
      this.#reloads,
      this.#durations,
      ...this.#gauges,
    ];
    return families.map((family) => family.text()).join("");
  }

  /** Privileged has the same meaning at every version. */
  #versionLabel({ level, version }: Extract<AdmissionRecord, { type: "evaluation" }>["policy"]): string {
    if (level === "privileged" || version.minor === Infinity) return "latest";
    return version.minor <= this.#maxMinor ? version.text : "future";
  }
}

function labelsOf({ resource: { group, resource }, operation, subresource }: AdmissionRequest): {
  readonly [Label in (typeof REQUEST_LABELS)[number]]: string;
} {
  const name =
    group !== "" ? "controller" : resource === "pods" ? "pod" : resource === "namespaces" ? "namespace" : "controller";
  return { request_operation: operation.toLowerCase(), resource: name, subresource };
}
