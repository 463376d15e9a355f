import { LastAnswer } from "../../api/values/last-answer.ts";
import { AdmittedAgain } from "./admitted-again.ts";
import { exemptNamespace, type RequestAttributes } from "../../admission/exemptions.ts";
import type { ModeResult, Verdict } from "../../admission/judge.ts";
import type { Mode } from "../../api/mode.ts";
import { levelLabel } from "../../api/policies/policy-labels.ts";
import { resolvePolicy, type LabelResolution, type Labels } from "../../admission/labels.ts";
import { reviewNamespaceUpdate } from "../../admission/namespaces.ts";
import { PodRecheck } from "../../admission/pods/pod-recheck.ts";
import type { ConfiguredAdmission } from "../../admission/response.ts";
import { asWarningHeaders } from "../../admission/warning-headers.ts";
import { controllerOf } from "../../workloads/owners.ts";
import { applyChanges, type LabelChanges } from "./change.ts";
import type { Commit, InventoryEntry } from "../inventory/consumer.ts";
import { judgedAs } from "../inventory/judging/judged-as.ts";
import type { Rejections } from "../inventory/rejections.ts";
import { ReportedWorkloads } from "../reported-workloads.ts";
import { readinessOf } from "../../report/readiness.ts";
import { partsOf, rejectionsIn, reportedLabels } from "../reported-policy.ts";
import type { FailOn, NamespaceChange, NamespaceReport } from "../../report/report.ts";
import { judgeUnder } from "../workload/workloads.ts";
import type { Intern } from "../workload/texts.ts";
import { isTemplateKind } from "../../workloads/pod-template.ts";
import { isMirrorPod, nameOf } from "../../workloads/identity.ts";

/** The change that a dry run tries in each namespace. */
export interface TriedChange {
  readonly admission: ConfiguredAdmission;
  /** The labels to set and to remove. */
  readonly labels: LabelChanges;
  /** The user whose requests are simulated. Controllers create their pods as another user. */
  readonly user: string | undefined;
}

/** A verdict, and the results before the change. */
interface Tried {
  readonly verdict: Verdict;
  readonly before: readonly ModeResult[];
}

const LAST_TRIED = new LastAnswer<Tried>();

/** Tries a change of labels in a namespace: the API server's answer, and the verdict on each workload before and after the change. */
export class NamespaceDryRun {
  readonly name: string;
  readonly #change: TriedChange;
  readonly #isExempt: boolean;
  readonly #areLabelsKnown: boolean;
  readonly #before: LabelResolution;
  readonly #after: LabelResolution;
  readonly #answer: Pick<NamespaceChange, "serverWarnings" | "denied">;
  readonly #recheck: PodRecheck | undefined;
  readonly #workloads: ReportedWorkloads;
  readonly #admittedAgain = new AdmittedAgain();

  /** @param known the labels; undefined if they could not be read; then nothing is compared, and only the modes that the change sets are judged */
  constructor(name: string, known: Labels | undefined, change: TriedChange, intern: Intern) {
    const { admission, labels: changes } = change;
    const labels = known ?? {};
    const changed = applyChanges(labels, changes);
    const review = reviewNamespaceUpdate(name, labels, changed, admission);
    this.name = name;
    this.#change = change;
    this.#isExempt = exemptNamespace(name, admission.exemptions) !== undefined;
    this.#areLabelsKnown = known !== undefined;
    this.#before = resolvePolicy(labels, admission.defaults);
    // A change that is denied changes nothing.
    this.#after = review.type === "denied" ? this.#before : resolvePolicy(changed, admission.defaults);
    // The answer depends on the labels of now. If they are not known, only a rejection of the new labels is certain.
    this.#recheck =
      review.type === "recheck" && this.#areLabelsKnown
        ? new PodRecheck(name, review.enforce, admission.exemptions)
        : undefined;
    this.#answer = {
      serverWarnings: review.type === "allowed" && this.#areLabelsKnown ? review.warnings : [],
      denied: review.type === "denied" ? review.status.message : null,
    };
    this.#workloads = new ReportedWorkloads(name, intern);
  }

  /** Prepares a pod or a template. The API server looks at finished pods too. */
  prepare(entry: InventoryEntry): Commit {
    const { object, pod } = entry;
    const commit = entry.isFinished ? this.#workloads.prepareFinished(entry) : this.#prepareJudged(entry);
    const recheck = object.kind === "Pod" ? this.#recheck?.prepare(nameOf(object), pod) : undefined;
    return () => {
      commit();
      recheck?.();
    };
  }

  #prepareJudged(entry: InventoryEntry): Commit {
    const { object } = entry;
    const { before, verdict } = this.#judge(entry);
    const key = this.#workloads.keyOf(entry);
    const commit = this.#workloads.prepare(key, entry, verdict);
    // A kubelet runs a static pod whatever is enforced, and a PodTemplate makes no pods.
    if (isTemplateKind(object) || isMirrorPod(object)) return commit;
    const subject = object.kind === "Pod" ? "pods" : "template";
    const admit = this.#admittedAgain.prepare(key, subject, before, verdict.results);
    return () => {
      commit();
      admit();
    };
  }

  /** The verdict under the new labels, and the results under those of now; none if the labels of now are not known. */
  #judge(entry: InventoryEntry): Tried {
    const { user } = this.#change;
    // A controller creates the objects that it owns, as its own user.
    const by = user !== undefined && controllerOf(entry.object.metadata) === undefined ? user : undefined;
    return LAST_TRIED.of([this, by, ...judgedAs(entry)], () => this.#judgeAs(by, entry));
  }

  #judgeAs(user: string | undefined, { object, pod }: InventoryEntry): Tried {
    const { admission } = this.#change;
    const request: RequestAttributes = { namespace: this.name, ...(user !== undefined && { user }) };
    const { exempt, results } = judgeUnder(object, pod, request, this.#after.policy, admission.exemptions);
    if (!this.#areLabelsKnown)
      return { verdict: { exempt, results: results.flatMap((result) => this.#onlyChanged(result)) }, before: [] };
    const before = judgeUnder(object, pod, request, this.#before.policy, admission.exemptions).results;
    const changed = results.map((result) => ({ ...result, newIn: newModes(result, before) }));
    return { verdict: { exempt, results: changed }, before };
  }

  /** The result without the modes whose other labels are not known. */
  #onlyChanged(result: ModeResult): ModeResult[] {
    const modes = result.modes.filter((mode) => levelLabel(mode) in this.#change.labels);
    return modes.length === 0 ? [] : [{ ...result, modes }];
  }

  /**
   * @param failOn the mode whose violations fail the run
   * @param complete whether all objects of the namespace could be read
   * @param rejections the rejections of pods that the cluster reports
   */
  report(failOn: FailOn, complete: boolean, rejections: Rejections): NamespaceReport {
    const { serverWarnings, denied } = this.#answer;
    const workloads = this.#workloads.reportChange(
      failOn,
      rejectionsIn(this.name, this.#areLabelsKnown ? this.#before : undefined, rejections),
      this.#admittedAgain,
    );
    return {
      name: this.name,
      labelsKnown: this.#areLabelsKnown,
      exempt: this.#isExempt,
      ...reportedLabels(this.#after),
      assumedPolicy: false,
      ...readinessOf({ workloads, exempt: this.#isExempt, complete: complete && this.#areLabelsKnown }),
      findings: [],
      change: {
        labels: this.#change.labels,
        from: this.#areLabelsKnown ? partsOf(this.#before.policy) : null,
        to: partsOf(this.#after.policy),
        // The API server cuts long warnings, so these are the lines that the client prints.
        serverWarnings: asWarningHeaders(this.#recheck?.warnings() ?? serverWarnings),
        denied,
      },
      workloads,
    };
  }
}

/** The modes in which an object violates the new policy and did not violate the old one. */
function newModes({ modes, violations }: ModeResult, before: readonly ModeResult[]): Mode[] {
  if (violations.length === 0) return [];
  return modes.filter((mode) => !before.some((old) => old.modes.includes(mode) && old.violations.length > 0));
}
