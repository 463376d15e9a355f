/** An API server with a few objects. A test sets the rights of the user, and all other requests are forbidden, in the words of Kubernetes' RBAC. */
import type { TestContext } from "node:test";
import { aggregated } from "../../sources/cluster/lists/custom/served-kinds.ts";
import { stubServer, type Stub, type StubAnswer } from "../../sources/cluster/stub-server.ts";

/** Whether the user may read a resource; `namespace` is null for all namespaces. */
export type Rights = (verb: "get" | "list", resource: string, namespace: string | null) => boolean;

interface StubObject {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: object;
}

const CONTAINERS = { containers: [{ name: "app", image: "app" }] };
const object = (namespace: string, name: string, spec: object): StubObject => ({ metadata: { name, namespace }, spec });
const template = (spec: object): object => ({ template: { spec: { ...CONTAINERS, ...spec } } });

const NAMESPACES = [
  { metadata: { name: "team-a", labels: { "pod-security.kubernetes.io/enforce": "baseline" } } },
  { metadata: { name: "team-b", labels: {} } },
];
/** The objects in the namespaces, by resource. */
const OBJECTS: Readonly<Record<string, readonly StubObject[]>> = {
  deployments: [object("team-a", "web", template({}))],
  daemonsets: [object("team-b", "agent", template({ hostPID: true }))],
  pods: [object("team-a", "shell", CONTAINERS), object("team-b", "debug", { ...CONTAINERS, hostNetwork: true })],
};

const LIST = /^\/(?:api|apis\/(?<group>[a-z]+))\/v1\/(?:namespaces\/(?<namespace>[^/]+)\/)?(?<resource>[^/]+)$/;
const NAMESPACE = "/api/v1/namespaces/";

/** Starts the server, which ends with the test. */
export function rbacServer(t: TestContext, rights: Rights, user = "jane"): Promise<Stub> {
  return stubServer(t, ({ pathname }) => {
    if (pathname === "/version") return { body: { major: "1", minor: "37", gitVersion: "v1.37.2" } };
    if (pathname === "/apis") return discovery(user);
    const { group = "", namespace, resource = "" } = LIST.exec(pathname)?.groups ?? {};
    if (resource !== "") {
      const isAllowed = rights("list", resource, namespace ?? null);
      return isAllowed ? listOf(resource, namespace) : refusal(user, "list", resource, group, namespace);
    }
    const name = pathname.slice(NAMESPACE.length);
    if (!rights("get", "namespaces", name)) return refusal(user, "get", "namespaces", "", name, name);
    const found = NAMESPACES.find(({ metadata }) => metadata.name === name);
    if (found !== undefined) return { body: { kind: "Namespace", apiVersion: "v1", ...found } };
    return {
      status: 404,
      body: { kind: "Status", status: "Failure", message: `namespaces "${name}" not found`, code: 404 },
    };
  });
}

/**
 * The answer about the kinds of the cluster, which has no custom ones. Kubernetes allows discovery for every authenticated user, even without other
 * rights, and not for anonymous users (ClusterRole system:discovery of v1.37.2; the words are those of k8s.io/apiserver v0.37.2,
 * responsewriters/errors.go).
 */
function discovery(user: string): StubAnswer {
  if (user !== "system:anonymous") return { body: aggregated() };
  return forbidden(`forbidden: User "${user}" cannot get path "/apis"`);
}

function listOf(resource: string, namespace: string | undefined): StubAnswer {
  const items =
    resource === "namespaces"
      ? NAMESPACES
      : (OBJECTS[resource] ?? []).filter(({ metadata }) => metadata.namespace === (namespace ?? metadata.namespace));
  return { body: { kind: "List", apiVersion: "v1", metadata: {}, items } };
}

/** The Status of a forbidden request (k8s.io/apiserver v0.37.2, responsewriters/errors.go). */
function refusal(
  user: string,
  verb: string,
  resource: string,
  group: string,
  namespace: string | undefined,
  name?: string,
): StubAnswer {
  const what = `${resource}${group === "" ? "" : `.${group}`}${name === undefined ? "" : ` "${name}"`}`;
  const where = namespace === undefined ? "at the cluster scope" : `in the namespace "${namespace}"`;
  const message = `${what} is forbidden: User "${user}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`;
  return forbidden(message);
}

function forbidden(message: string): StubAnswer {
  return {
    status: 403,
    body: {
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message,
      reason: "Forbidden",
      code: 403,
    },
  };
}
