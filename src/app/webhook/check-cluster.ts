import type { SetupResult } from "../../api/webhook/setup.ts";
import { OWN_USER, ROLE, SECRET, SERVICE, WEBHOOK_NAMESPACE } from "../../api/webhook/names.ts";
import { checkService } from "../../server/setup/check-service.ts";
import {
  decodeRegistration,
  hostOfService,
  recordOf,
  servicesOf,
  textOf,
  type ServiceReference,
} from "../../server/setup/registration.ts";
import type { ClusterClient } from "../../sources/cluster/client/client.ts";
import { connect } from "../../sources/cluster/connect.ts";
import { getObject, hasRight, listNamespacePods } from "../../sources/webhook/get-object.ts";
import type { Terminal } from "../terminal.ts";
import type { FoundSetup, WebhookCheckRequest } from "./check-request.ts";

const CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";

/** The rights of the role in deploy/webhook/rights.yaml. */
const RIGHTS = [
  { verb: "get", group: "", resource: "namespaces" },
  { verb: "list", group: "", resource: "namespaces" },
  { verb: "watch", group: "", resource: "namespaces" },
  { verb: "list", group: "", resource: "pods" },
];

/** Reads the setup of a cluster, and checks its Service and its rights. The Secret is read only if no flag names a certificate. */
export async function checkClusterSetup(
  request: WebhookCheckRequest,
  { env, say }: Pick<Terminal, "env" | "say">,
): Promise<FoundSetup> {
  const { verbosity, name } = request;
  const { client, context } = await connect(request, env, verbosity, say);
  try {
    const got = await getObject(client, `${CONFIGURATIONS}/${encodeURIComponent(name)}`);
    const registration = got.type === "object" ? decodeRegistration(got.object) : undefined;
    const services = servicesOf(registration);
    const [service] = services;
    const results: SetupResult[] = got.type === "object" ? [] : [await missing(client, name, got)];
    for (const one of services) results.push(...(await checkClusterService(client, one)));
    if (service === undefined)
      results.push({ part: "service", state: "skipped", found: reasonForNoService(registration !== undefined) });
    const isInPod = context === null && request.server === undefined && request.token === undefined;
    const user = request.as ?? serviceAccount(service?.namespace ?? WEBHOOK_NAMESPACE, request.serviceAccount);
    results.push(...(await checkRights({ ...request, ...(!isInPod && { as: user }) }, user, { env, say })));
    const { results: ofSecret = [], ...secret } =
      service === undefined || request.certFile !== undefined ? {} : await readSecret(client, service);
    return { results: [...results, ...ofSecret], ...secret, ...(registration !== undefined && { registration }) };
  } finally {
    client.close();
  }
}

/** Reads the certificate of the Secret; the right to get it is optional. The key is not used. */
async function readSecret(
  client: ClusterClient,
  service: ServiceReference,
): Promise<Pick<FoundSetup, "serving" | "withoutServing" | "results">> {
  const { namespace } = service;
  const got = await getObject(client, `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${SECRET}`);
  if (got.type === "absent") return { results: [], withoutServing: `namespace ${namespace} has no Secret ${SECRET}` };
  if (got.type === "unknown") {
    if (!got.isForbidden) return { results: [unknownSecret(namespace, got.message)] };
    const rule = `the right to get the Secret ${SECRET} is optional, and docs/rbac.yaml has its rule`;
    return { results: [], withoutServing: `${rule}: ${got.message}` };
  }
  const cert = Buffer.from(textOf(recordOf(got.object["data"])["tls.crt"]), "base64").toString("latin1");
  return { results: [], serving: { name: `Secret ${SECRET}`, cert, isInCluster: true, host: hostOfService(service) } };
}

/** The command shows no data of the Secret. */
function unknownSecret(namespace: string, message: string): SetupResult {
  return {
    part: "certificate",
    state: "unknown",
    found: `the Secret ${SECRET} of namespace ${namespace} could not be read: ${message}`,
    expected: `the Secret ${SECRET} with the certificate of the webhook, or --tls-cert-file`,
    next: { type: "kubectl", words: ["get", "secret", SECRET, "-n", namespace], effect: "whether you may get it" },
  };
}

function serviceAccount(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

function reasonForNoService(isRegistered: boolean): string {
  return isRegistered ? "the registration has a URL, and no Service" : "not checked without the registration";
}

/** A registration that does not exist, or cannot be read. */
async function missing(
  client: ClusterClient,
  name: string,
  got: { readonly type: "absent" } | { readonly type: "unknown"; readonly message: string },
): Promise<SetupResult> {
  if (got.type === "unknown") {
    return {
      part: "registration",
      state: "unknown",
      found: got.message,
      expected: `the right to get the ValidatingWebhookConfiguration ${name}`,
      next: {
        type: "kubectl",
        words: ["get", "validatingwebhookconfiguration", name, "-o", "yaml"],
        effect: "whether you may get it",
      },
    };
  }
  return {
    part: "registration",
    state: "problem",
    found: `the ValidatingWebhookConfiguration ${name} does not exist, so the API server does not call the webhook`,
    expected: `the one of ${await fileToApply(client)} in the repository of kubectl pss (docs/webhook.md), or another --name`,
    next: {
      type: "kubectl",
      words: ["get", "validatingwebhookconfigurations"],
      effect: "whether the webhook is installed with another name: then add --name",
    },
  };
}

/** All manifests would replace the configuration of a webhook that is installed already, and enforce nothing. */
async function fileToApply(client: ClusterClient): Promise<string> {
  const service = await getObject(client, servicePath({ namespace: WEBHOOK_NAMESPACE, name: SERVICE }));
  return service.type === "absent" ? "deploy/webhook.yaml" : "deploy/webhook/registration.yaml";
}

function servicePath({ namespace, name }: Pick<ServiceReference, "namespace" | "name">): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${encodeURIComponent(name)}`;
}

async function checkClusterService(
  client: ClusterClient,
  reference: ServiceReference,
): Promise<readonly SetupResult[]> {
  const { namespace, name } = reference;
  const got = await getObject(client, servicePath(reference));
  if (got.type === "unknown") {
    const words = ["get", "service", name, "-n", namespace, "-o", "yaml"];
    const next = { type: "kubectl", words, effect: "whether you may get it" } as const;
    return [{ part: "service", state: "unknown", found: got.message, expected: "the right to get the Service", next }];
  }
  const pods = await listNamespacePods(client, namespace);
  return checkService(reference, got.type === "object" ? got.object : undefined, pods);
}

/** Checks the rights of the webhook's own user. It needs the right to impersonate that user. */
async function checkRights(
  request: WebhookCheckRequest,
  user: string,
  { env, say }: Pick<Terminal, "env" | "say">,
): Promise<readonly SetupResult[]> {
  const { client } = await connect(request, env, request.verbosity, say);
  const who = request.as === undefined ? "the service account of this pod" : user;
  try {
    const refused: string[] = [];
    for (const right of RIGHTS) {
      const answer = await hasRight(client, right);
      if ("message" in answer) return [unknownRights(who, answer.message)];
      if (!answer.isAllowed) refused.push(`${right.verb} ${right.resource}`);
    }
    if (refused.length === 0) {
      return [{ part: "rights", state: "ok", found: `${who} may get, list and watch namespaces, and list pods` }];
    }
    return [
      {
        part: "rights",
        state: "problem",
        found: `${who} may not ${refused.join(", ")}`,
        expected: `the ClusterRole ${ROLE}, ${user === OWN_USER ? "and its binding" : `bound to ${user}`}`,
        next: { type: "rights", user },
      },
    ];
  } finally {
    client.close();
  }
}

function unknownRights(who: string, message: string): SetupResult {
  return {
    part: "rights",
    state: "unknown",
    found: message,
    expected: `the right to impersonate ${who}`,
    next: { type: "advice", sentence: "Run it as an administrator, or name the user with --as." },
  };
}
