import type { Labels } from "../../admission/labels.ts";
import { POLICY_LABELS } from "../../api/policies/policy-labels.ts";
import { isRecord } from "../../api/record.ts";
import { shorten } from "../../api/words/quoted.ts";
import type { LabelOwner } from "../../report/plan/rollout-plan.ts";

/** The facts about a namespace that show who manages its labels. */
export interface NamespaceTraces {
  readonly labels: Labels;
  readonly annotations: Readonly<Record<string, string>>;
  /**
   * The field managers that own a pod-security label (metadata.managedFields); undefined if they are not known, as in
   * most dumps.
   */
  readonly managers: readonly string[] | undefined;
}

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** The field managers of kubectl apply. */
const APPLY = /^kubectl(-client-side-apply|-last-applied)?$/;

const OPENSHIFT = /^(cluster-policy-controller|pod-security-admission-label-synchronization-controller)$/;

/** The label that tells OpenShift whether to derive pod-security labels from the permissions of service accounts. */
const OPENSHIFT_SYNC = "security.openshift.io/scc.podSecurityLabelSync";

/**
 * The field managers of commands that people type, and the name of a client that gives none (internal/buildmanagerinfo.go,
 * k8s.io/apimachinery v0.37.2). They say nothing about who sets the labels the next time.
 */
const BY_HAND: ReadonlySet<string> = new Set([
  "kubectl-label",
  "kubectl-edit",
  "kubectl-patch",
  "kubectl-create",
  "kubectl-replace",
  "unknown",
]);

/**
 * Finds who will undo a `kubectl label` of pod-security labels, and where to change them instead; null if no such owner
 * is known. Names of managers: Argo CD (argocd-controller), Flux (kustomize-controller, helm-controller), Helm,
 * OpenShift's cluster-policy-controller, kubectl apply.
 */
export function labelOwnerOf(traces: NamespaceTraces): LabelOwner | null {
  const { labels, managers } = traces;
  if (labels[OPENSHIFT_SYNC] === "true") return openShift("");
  const isLabelled = hasPolicyLabels(labels);
  const isSynced = labels[OPENSHIFT_SYNC] !== "false";
  const others = (managers ?? []).filter((name) => !BY_HAND.has(name) && (isSynced || !OPENSHIFT.test(name)));
  // kubectl apply says the least: with its manifest, Flux and Argo CD leave its traces, too.
  const manager = others.find((name) => !APPLY.test(name));
  if (manager !== undefined) return ownerByManager(manager, traces);
  return (
    (isLabelled ? ownerByTraces(traces) : null) ??
    kubectlApply(
      others.find((name) => APPLY.test(name)),
      traces,
    )
  );
}

function ownerByManager(manager: string, traces: NamespaceTraces): LabelOwner {
  if (/^argocd/i.test(manager)) return { manager, tool: "Argo CD", advice: argoCd(traces) };
  if (/^(kustomize|helm)-controller$/.test(manager)) return { manager, tool: "Flux", advice: flux(traces) };
  if (/^helm$/i.test(manager)) return { manager, tool: "Helm", advice: helm(traces) };
  if (OPENSHIFT.test(manager)) return openShift(manager);
  return { manager, tool: shorten(manager), advice: `${shorten(manager)} sets them: change them at its source` };
}

/** Finds the owner of the labels by the labels and annotations that the owner itself sets. */
function ownerByTraces(traces: NamespaceTraces): LabelOwner | null {
  const { labels, annotations } = traces;
  if (ARGO_TRACKING in annotations) return { manager: "", tool: "Argo CD", advice: argoCd(traces) };
  if (FLUX_NAME in labels || FLUX_HELM_NAME in labels) return { manager: "", tool: "Flux", advice: flux(traces) };
  return HELM_RELEASE in annotations ? { manager: "", tool: "Helm", advice: helm(traces) } : null;
}

/**
 * kubectl apply resets only labels that its manifest contains. A client-side apply keeps the manifest in an annotation.
 *
 * @param manager its field manager, if it owns a label
 */
function kubectlApply(manager: string | undefined, { annotations }: NamespaceTraces): LabelOwner | null {
  const isApplied = appliesLabels(annotations[LAST_APPLIED]) ?? manager !== undefined;
  if (!isApplied) return null;
  const advice = "kubectl apply sets them from a manifest: change it there, too";
  return { manager: manager ?? "", tool: "kubectl apply", advice };
}

/** Whether a manifest, as JSON, contains pod-security labels; undefined if there is none, or it cannot be read. */
function appliesLabels(manifest: string | undefined): boolean | undefined {
  if (manifest === undefined) return undefined;
  const labels = labelsIn(manifest);
  return labels === undefined ? undefined : hasPolicyLabels(labels);
}

/** Whether an owner sets a label that a plan changes. A misspelt one has no effect, and no tool resets others because of it. */
function hasPolicyLabels(labels: object): boolean {
  return POLICY_LABELS.some((label) => Object.hasOwn(labels, label));
}

/** The labels of a manifest, as JSON; none if they are no object, and undefined if the text is no JSON object. Users can write any text there. */
function labelsIn(manifest: string): object | undefined {
  try {
    const value: unknown = JSON.parse(manifest);
    if (!isRecord(value)) return undefined;
    const labels = isRecord(value.metadata) ? value.metadata.labels : undefined;
    return isRecord(labels) ? labels : {};
  } catch {
    return undefined;
  }
}

function openShift(manager: string): LabelOwner {
  const advice = `OpenShift derives them from the permissions of service accounts: set the label ${OPENSHIFT_SYNC}=false first`;
  return { manager, tool: "OpenShift", advice };
}

const ARGO_TRACKING = "argocd.argoproj.io/tracking-id";

/** The tracking annotation begins with the name of the application. */
function argoCd({ annotations }: NamespaceTraces): string {
  const application = annotations[ARGO_TRACKING]?.split(":")[0];
  const which = application === undefined ? "the application" : `application ${shorten(application)}`;
  return `Argo CD sets them: change them in Git, where ${which} has the namespace (or in its managedNamespaceMetadata)`;
}

const FLUX_NAME = "kustomize.toolkit.fluxcd.io/name";
const FLUX_NAMESPACE = "kustomize.toolkit.fluxcd.io/namespace";
const FLUX_HELM_NAME = "helm.toolkit.fluxcd.io/name";
const FLUX_HELM_NAMESPACE = "helm.toolkit.fluxcd.io/namespace";

function flux({ labels }: NamespaceTraces): string {
  const [kind, name, namespace] =
    FLUX_HELM_NAME in labels
      ? ["HelmRelease", labels[FLUX_HELM_NAME], labels[FLUX_HELM_NAMESPACE]]
      : ["Kustomization", labels[FLUX_NAME], labels[FLUX_NAMESPACE]];
  const which =
    name === undefined
      ? "what it applies"
      : `${kind} ${shorten(namespace === undefined ? name : `${namespace}/${name}`)}`;
  return `Flux sets them: change them in Git, in ${which}`;
}

const HELM_RELEASE = "meta.helm.sh/release-name";
const HELM_NAMESPACE = "meta.helm.sh/release-namespace";

function helm({ annotations }: NamespaceTraces): string {
  const release = annotations[HELM_RELEASE];
  const namespace = annotations[HELM_NAMESPACE];
  const which =
    release === undefined
      ? "the release"
      : `release ${shorten(namespace === undefined ? release : `${namespace}/${release}`)}`;
  return `Helm sets them: change them in the chart or the values of ${which}`;
}
