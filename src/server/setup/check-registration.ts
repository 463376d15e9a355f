import { count, plural } from "../../api/words/plural.ts";
import type { RegistrationChange, SetupResult, SetupState } from "../../api/webhook/setup.ts";
import { checkRules } from "./check-rules.ts";
import { matches, titleOf, type RegisteredWebhook, type Registration, type Requirement } from "./registration.ts";

/** The label that the API server gives every namespace. */
const NAME_LABEL = "kubernetes.io/metadata.name";
const SYSTEM = "kube-system";
/** The timeout of the manifests, and the most that a user should wait for each write. In seconds. */
const TIMEOUT = 5;
const LONGEST_TIMEOUT = 10;
/** A check of existing pods gets half of the timeout, and at most a second. */
const SHORTEST_TIMEOUT = 2;
/** The paths that are no reviews (createHandler). */
const NO_REVIEWS = /^\/(?:healthz|livez|readyz|metrics)(?:\/|$)/;

/** Checks a ValidatingWebhookConfiguration: does the API server send each request that the webhook judges, and does a failure of the webhook harm the cluster? */
export function checkRegistration(registration: Registration): readonly SetupResult[] {
  const { name, webhooks } = registration;
  if (webhooks.length === 0) {
    return [
      {
        ...{ part: "registration", state: "problem", found: `${name} has no webhook` },
        expected: "the two webhooks of deploy/webhook/registration.yaml in the repository of kubectl pss",
        next: { type: "advice", sentence: "Apply that file; docs/webhook.md has all steps." },
      },
    ];
  }
  const results = [
    ...checkRules(registration),
    ...webhooks.flatMap((webhook) => [
      ...checkCalls(name, webhook),
      ...checkFailure(name, webhook),
      ...checkSelectors(name, webhook),
    ]),
  ];
  if (results.some(({ state }) => state === "problem")) return results;
  const sentence = `${name}: ${count(webhooks.length, "webhook")} with all rules`;
  return [{ part: "registration", state: "ok", found: sentence }, ...results];
}

/** Checks that the server understands each call, and has the time to answer it. */
function checkCalls(name: string, webhook: RegisteredWebhook): readonly SetupResult[] {
  const { index, versions, timeoutSeconds, matchPolicy, path } = webhook;
  const results: SetupResult[] = [];
  const first = versions.find((version) => version === "v1" || version === "v1beta1");
  if (first !== "v1") {
    const found = `admissionReviewVersions ${JSON.stringify(versions)}, so the API server does not send v1`;
    const change = replaced(index, "admissionReviewVersions", ["v1"]);
    results.push(resultOf(name, webhook, "problem", found, '["v1"]', change));
  }
  if (NO_REVIEWS.test(path)) {
    const found = `the path ${path}, where the webhook answers no reviews`;
    const change = { op: "remove", path: `/webhooks/${index}/clientConfig/service/path` } as const;
    results.push(resultOf(name, webhook, "problem", found, "no path", change));
  }
  if (timeoutSeconds < SHORTEST_TIMEOUT || timeoutSeconds > LONGEST_TIMEOUT) {
    const effect =
      timeoutSeconds < SHORTEST_TIMEOUT
        ? "a check of existing pods has less than a second"
        : "each request waits that long while no replica answers";
    const found = `timeoutSeconds ${timeoutSeconds}: ${effect}`;
    const change = replaced(index, "timeoutSeconds", TIMEOUT);
    results.push(resultOf(name, webhook, "notice", found, `${TIMEOUT} seconds`, change));
  }
  if (matchPolicy !== "Equivalent") {
    const found = `matchPolicy ${matchPolicy}: requests in another version of the API are not judged`;
    results.push(resultOf(name, webhook, "notice", found, "Equivalent", replaced(index, "matchPolicy", "Equivalent")));
  }
  return results;
}

/** Checks the effects when no replica answers. */
function checkFailure(name: string, webhook: RegisteredWebhook): readonly SetupResult[] {
  const { index, failurePolicy, namespaces, service } = webhook;
  const results: SetupResult[] = [];
  const isForPods = isEnforcing(webhook);
  if (failurePolicy === "Ignore" && isForPods) {
    const found = "failurePolicy Ignore: while no replica answers, pods are not judged";
    const change = replaced(index, "failurePolicy", "Fail");
    results.push(resultOf(name, webhook, "notice", found, "Fail, once the webhook runs without --dry-run", change));
  }
  if (failurePolicy !== "Fail") return results;
  if (!isForPods) {
    const found = "failurePolicy Fail: while no replica answers, no controller can be changed, and it can only warn";
    results.push(resultOf(name, webhook, "notice", found, "Ignore", replaced(index, "failurePolicy", "Ignore")));
    return results;
  }
  const own = service?.namespace;
  for (const namespace of [own, SYSTEM]) {
    if (namespace === undefined || !matches(namespaces, { [NAME_LABEL]: namespace })) continue;
    const isOwn = namespace === own;
    const found = isOwn
      ? `it judges its own namespace ${namespace}: while no replica answers, none can be created`
      : `it judges ${namespace}: while no replica answers, no pod of the cluster's own components can be created`;
    const excluded = [...new Set([...(own === undefined ? [] : [own]), SYSTEM])].toSorted();
    const change = exclusion(webhook, excluded);
    results.push(
      resultOf(name, webhook, isOwn ? "problem" : "notice", found, `a namespaceSelector without ${namespace}`, change),
    );
  }
  return results;
}

/** Checks that no object passes because of its labels. */
function checkSelectors(name: string, webhook: RegisteredWebhook): readonly SetupResult[] {
  const { index, namespaces, objects, matchConditions, service } = webhook;
  const results: SetupResult[] = [];
  if (objects.length > 0) {
    const found = `objectSelector ${describe(objects)}: everyone who sets labels decides what is judged`;
    const change = { op: "remove", path: `/webhooks/${index}/objectSelector` } as const;
    results.push(resultOf(name, webhook, "problem", found, "no objectSelector", change));
  }
  const usual = new Set([service?.namespace, SYSTEM]);
  const unusual = namespaces.flatMap((requirement): Requirement[] => {
    if (requirement.key !== NAME_LABEL || requirement.operator !== "NotIn") return [requirement];
    const values = requirement.values.filter((value) => !usual.has(value));
    return values.length === 0 ? [] : [{ ...requirement, values }];
  });
  if (unusual.length > 0) {
    const found = `only namespaces with ${describe(unusual)} are judged`;
    results.push(resultOf(name, webhook, "notice", found, "all namespaces but its own and kube-system"));
  }
  if (matchConditions > 0) {
    const found = `${count(matchConditions, "match condition")}: requests that ${plural(matchConditions, "it leaves", "they leave")} out are not judged`;
    results.push(resultOf(name, webhook, "notice", found, "none, or the exemptions of the configuration"));
  }
  return results;
}

/** Whether the webhook gets pods, which it may deny. */
function isEnforcing({ rules }: RegisteredWebhook): boolean {
  return rules.some(({ resources }) => resources.some((one) => /^(?:\*|pods|namespaces)(?:\/|$)/.test(one)));
}

function exclusion({ index, namespaces }: RegisteredWebhook, values: readonly string[]): RegistrationChange {
  const others = namespaces
    .filter(({ key, operator }) => key !== NAME_LABEL || operator !== "NotIn")
    .map(({ values: some, ...one }) => (some.length === 0 ? one : { ...one, values: some }));
  const known = namespaces.flatMap(({ key, operator, values: some }) =>
    key === NAME_LABEL && operator === "NotIn" ? some : [],
  );
  const all = [...new Set([...known, ...values])].toSorted();
  const value = { matchExpressions: [...others, { key: NAME_LABEL, operator: "NotIn", values: all }] };
  return { op: "add", path: `/webhooks/${index}/namespaceSelector`, value };
}

function replaced(index: number, field: string, value: unknown): RegistrationChange {
  return { op: "add", path: `/webhooks/${index}/${field}`, value };
}

function describe(requirements: readonly Requirement[]): string {
  return requirements
    .map(({ key, operator, values }) =>
      [key, operator, ...(values.length > 0 ? [`(${values.join(", ")})`] : [])].join(" "),
    )
    .join(" and ");
}

function resultOf(
  registration: string,
  webhook: RegisteredWebhook,
  state: SetupState,
  found: string,
  expected: string,
  change?: RegistrationChange,
): SetupResult {
  return {
    part: "registration",
    state,
    found: `${titleOf(webhook)}: ${found}`,
    expected,
    ...(change !== undefined && { next: { type: "change", registration, change } }),
  };
}
