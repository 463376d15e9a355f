import { isRecord } from "../../api/record.ts";

/** A rule of a webhook: the requests that the API server sends to it. */
export interface RegisteredRule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly string[];
  /** `*`, `Cluster` or `Namespaced`. */
  readonly scope: string;
}

/** A requirement of a label selector. */
export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** A webhook of a ValidatingWebhookConfiguration, with the API server's defaults. */
export interface RegisteredWebhook {
  /** Its position in the configuration. */
  readonly index: number;
  readonly name: string;
  readonly failurePolicy: string;
  readonly matchPolicy: string;
  readonly timeoutSeconds: number;
  readonly versions: readonly string[];
  readonly rules: readonly RegisteredRule[];
  readonly namespaces: readonly Requirement[];
  readonly objects: readonly Requirement[];
  readonly matchConditions: number;
  readonly path: string;
  /** The Service that the API server calls; absent if it calls a URL. */
  readonly service?: ServiceReference;
  readonly url: string;
  /** In base64, as in the object; empty without one. */
  readonly caBundle: string;
}

/** A port of a Service. */
export interface ServiceReference {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

/** A ValidatingWebhookConfiguration. */
export interface Registration {
  readonly name: string;
  /** The source of the caBundle that cert-manager sets: the namespace and the name of a Certificate or a Secret. Absent without cert-manager. */
  readonly injectedFrom?: InjectedFrom;
  readonly webhooks: readonly RegisteredWebhook[];
}

/** The value of an annotation of cert-manager. */
export interface InjectedFrom {
  readonly annotation: string;
  readonly value: string;
}

/** The annotations with which cert-manager sets the caBundle (docs/concepts/ca-injector, cert-manager.io). The first names a Certificate. */
const INJECTED = [
  "cert-manager.io/inject-ca-from",
  "cert-manager.io/inject-ca-from-secret",
  "cert-manager.io/inject-apiserver-ca",
] as const;

/** The annotation with which cert-manager sets the caBundle of an object; undefined if there is none. */
export function injectedFrom(object: Readonly<Record<string, unknown>>): InjectedFrom | undefined {
  const annotations = recordOf(recordOf(object["metadata"])["annotations"]);
  const annotation = INJECTED.find((one) => annotations[one] !== undefined);
  return annotation === undefined ? undefined : { annotation, value: textOf(annotations[annotation]) };
}

/** The Certificate that cert-manager renews: its namespace and its name; undefined if the annotation names none. */
export function certificateOf({
  annotation,
  value,
}: InjectedFrom): readonly [namespace: string, name: string] | undefined {
  const [, namespace, name] = /^([a-z\d.-]+)\/([a-z\d.-]+)$/.exec(value) ?? [];
  return annotation === INJECTED[0] && namespace !== undefined && name !== undefined ? [namespace, name] : undefined;
}

/** Decodes a ValidatingWebhookConfiguration. Fields of a wrong type count as absent, since the API server accepts none. */
export function decodeRegistration(object: Readonly<Record<string, unknown>>): Registration {
  const injected = injectedFrom(object);
  return {
    name: textOf(recordOf(object["metadata"])["name"]),
    ...(injected !== undefined && { injectedFrom: injected }),
    webhooks: recordsOf(object["webhooks"]).map(decodeWebhook),
  };
}

/** Decodes a webhook with the defaults of SetDefaults_ValidatingWebhook (pkg/apis/admissionregistration/v1/defaults.go, kubernetes v1.37.2). */
function decodeWebhook(webhook: Readonly<Record<string, unknown>>, index: number): RegisteredWebhook {
  const client = recordOf(webhook["clientConfig"]);
  const service = isRecord(client["service"]) ? client["service"] : undefined;
  return {
    index,
    name: textOf(webhook["name"]),
    failurePolicy: textOf(webhook["failurePolicy"], "Fail"),
    matchPolicy: textOf(webhook["matchPolicy"], "Equivalent"),
    timeoutSeconds: numberOf(webhook["timeoutSeconds"], 10),
    versions: textsOf(webhook["admissionReviewVersions"]),
    rules: recordsOf(webhook["rules"]).map((rule) => ({
      apiGroups: textsOf(rule["apiGroups"]),
      apiVersions: textsOf(rule["apiVersions"]),
      resources: textsOf(rule["resources"]),
      operations: textsOf(rule["operations"]),
      scope: textOf(rule["scope"], "*"),
    })),
    namespaces: requirementsOf(webhook["namespaceSelector"]),
    objects: requirementsOf(webhook["objectSelector"]),
    matchConditions: recordsOf(webhook["matchConditions"]).length,
    path: textOf(service?.["path"]),
    ...(service !== undefined && {
      service: {
        namespace: textOf(service["namespace"]),
        name: textOf(service["name"]),
        port: numberOf(service["port"], 443),
      },
    }),
    url: textOf(client["url"]),
    caBundle: textOf(client["caBundle"]),
  };
}

/** The Services that a registration names, each once. */
export function servicesOf(registration: Registration | undefined): readonly ServiceReference[] {
  const named = (registration?.webhooks ?? []).flatMap(({ service }) => service ?? []);
  return [...new Map(named.map((one) => [`${one.namespace}/${one.name}:${one.port}`, one])).values()];
}

/** The host name that the API server expects in the certificate of a webhook. */
export function hostOf({ service, url }: RegisteredWebhook): string {
  if (service !== undefined) return hostOfService(service);
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, "") : "";
}

/** The host name that the API server expects in the certificate of a Service. */
export function hostOfService({ name, namespace }: ServiceReference): string {
  return `${name}.${namespace}.svc`;
}

/** The name of a webhook in messages: its position and its name. */
export function titleOf({ index, name }: RegisteredWebhook): string {
  return `webhooks[${index}] ${name}`;
}

/** Whether a selector matches the labels of an object, as labels.Selector of k8s.io/apimachinery v0.37.2 does. */
export function matches(requirements: readonly Requirement[], labels: Readonly<Record<string, string>>): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    switch (operator) {
      case "In":
        return value !== undefined && values.includes(value);
      case "NotIn":
        return value === undefined || !values.includes(value);
      case "Exists":
        return value !== undefined;
      default:
        return value === undefined;
    }
  });
}

function requirementsOf(selector: unknown): readonly Requirement[] {
  const { matchLabels, matchExpressions } = recordOf(selector);
  return [
    ...Object.entries(recordOf(matchLabels)).map(([key, value]) => ({
      ...{ key, operator: "In", values: [textOf(value)] },
    })),
    ...recordsOf(matchExpressions).map(({ key, operator, values }) => ({
      ...{ key: textOf(key), operator: textOf(operator), values: textsOf(values) },
    })),
  ];
}

/** A mapping, or an empty one for another value. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** The mappings of a list; none for another value. */
export function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A text, or another one in place of another value. */
export function textOf(value: unknown, otherwise = ""): string {
  return typeof value === "string" && value !== "" ? value : otherwise;
}

/** A number, or another one in place of another value. Integers of YAML may be a bigint. */
export function numberOf(value: unknown, otherwise: number): number {
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : otherwise;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
