import type { Container, Pod } from "../../api/pod.ts";
import { readContainerStatuses, type ContainerStatus } from "../../workloads/container-status.ts";

/** The facts about the containers of an image without `runAsUser`, so that the image decides about the user. Numbers count pods. */
export interface UserFacts {
  /** The pods by the user that the first process has. */
  readonly users: ReadonlyMap<number, number>;
  /** The pods that run with `runAsNonRoot: true`. */
  readonly nonRoot: number;
  /** The pods whose container the kubelet refuses, because the user of the image is root. */
  readonly refused: number;
  /** The pods whose container the kubelet refuses, because the user of the image is a name, by that name. */
  readonly named: ReadonlyMap<string, number>;
}

/** The facts about the containers of an image. Numbers count pods. */
export interface ImageFacts extends UserFacts {
  /** All pods with the image. */
  readonly pods: number;
  /** The pods that run with `allowPrivilegeEscalation: false`. */
  readonly unescalated: number;
  /** The pods that run with the seccomp profile of the runtime. */
  readonly confined: number;
  /** The pods that run without capabilities. */
  readonly dropped: readonly DroppedCapabilities[];
}

/** The pods that run with `drop: [ALL]` and the same user and added capabilities. */
export interface DroppedCapabilities {
  /** The value of `runAsUser`; undefined if the image decides. */
  readonly user: number | undefined;
  readonly added: readonly string[];
  readonly pods: number;
}

/** A fact about a container, as a text that identifies it. */
type Fact =
  | readonly ["pod" | "nonRoot" | "refused" | "unescalated" | "confined"]
  | readonly ["user", number]
  | readonly ["named", string]
  | readonly ["dropped", number | null, ...string[]];

/**
 * The facts that pods tell about their images. It keeps counts for each image, and no pod.
 *
 * Names of images are compared as container runtimes expand them. Two names with the same digest are one image. A name whose pods have several
 * digests has the facts of all of them.
 */
export class ImageEvidence {
  /** The number of pods that were added. */
  pods = 0;
  /** The counts of facts by the digest of an image, or its name where no digest is known. */
  readonly #facts = new Map<string, Map<string, number>>();
  /** The keys of the facts by the name of the image. */
  readonly #keys = new Map<string, Set<string>>();

  /** @param status the status of the pod, not verified */
  add(pod: Pod, status: unknown): void {
    if (pod.spec.os?.name === "windows") return;
    this.pods++;
    const statuses = readContainerStatuses(status);
    // Two containers of a pod may have the same image.
    const facts = new Map<string, Set<string>>();
    for (const container of [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])]) {
      const observed = statuses.get(container.name ?? "");
      if (container.image === undefined || container.image === "") continue;
      const name = expandName(container.image);
      const key = digestOf(container.image) ?? observed?.digest ?? name;
      remember(this.#keys, name, key);
      for (const fact of factsOf(pod, container, observed)) remember(facts, key, JSON.stringify(fact));
    }
    for (const [key, found] of facts) {
      const counts = this.#facts.get(key) ?? new Map<string, number>();
      this.#facts.set(key, counts);
      for (const fact of found) counts.set(fact, (counts.get(fact) ?? 0) + 1);
    }
  }

  /** @returns the facts about an image; undefined if no pod has it */
  of(image: string): ImageFacts | undefined {
    const digest = digestOf(image);
    const keys = digest === undefined ? (this.#keys.get(expandName(image)) ?? []) : [digest];
    const all = [...keys].flatMap((key) => [...(this.#facts.get(key) ?? [])]);
    return all.length === 0 ? undefined : collect(all);
  }
}

function remember(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}

function collect(all: readonly (readonly [fact: string, pods: number])[]): ImageFacts {
  const users = new Map<number, number>();
  const named = new Map<string, number>();
  const dropped: DroppedCapabilities[] = [];
  const counts = { pod: 0, nonRoot: 0, refused: 0, unescalated: 0, confined: 0 };
  for (const [text, pods] of all) {
    const fact: Fact = JSON.parse(text);
    if (fact[0] === "user") users.set(fact[1], (users.get(fact[1]) ?? 0) + pods);
    else if (fact[0] === "named") named.set(fact[1], (named.get(fact[1]) ?? 0) + pods);
    else if (fact[0] === "dropped") {
      const [, user, ...added] = fact;
      dropped.push({ user: user ?? undefined, added, pods });
    } else counts[fact[0]] += pods;
  }
  const { pod, ...others } = counts;
  return { pods: pod, users, named, dropped, ...others };
}

function* factsOf(pod: Pod, container: Container, observed: ContainerStatus | undefined): Generator<Fact, undefined> {
  yield ["pod"];
  if (observed === undefined) return;
  const own = container.securityContext ?? {};
  const ofPod = pod.spec.securityContext ?? {};
  const runAsUser = own.runAsUser ?? ofPod.runAsUser;
  // With runAsUser, neither the process nor the kubelet tells about the user of the image.
  if (runAsUser === undefined) {
    if (observed.user !== undefined) yield ["user", observed.user];
    if (observed.works && (own.runAsNonRoot ?? ofPod.runAsNonRoot) === true) yield ["nonRoot"];
    const refusal = readRefusal(observed.configError ?? "");
    if (refusal !== undefined) yield refusal;
  }
  if (!observed.works || own.privileged === true) return;
  if (own.allowPrivilegeEscalation === false) yield ["unescalated"];
  if ((own.seccompProfile ?? ofPod.seccompProfile)?.type === "RuntimeDefault") yield ["confined"];
  const { add = [], drop = [] } = own.capabilities ?? {};
  if (drop.includes("ALL")) yield ["dropped", runAsUser ?? null, ...add.toSorted()];
}

/** The sentences of the kubelet: verifyRunAsNonRoot of pkg/kubelet/kuberuntime/security_context.go, kubernetes v1.37.2. */
const AS_ROOT = "container has runAsNonRoot and image will run as root";
const AS_NAME = /image has non-numeric user \((.{1,256}?)\), cannot verify user is non-root/;

function readRefusal(message: string): Fact | undefined {
  if (message.includes(AS_ROOT)) return ["refused"];
  const name = AS_NAME.exec(message)?.[1];
  return name === undefined ? undefined : ["named", name];
}

function digestOf(image: string): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1];
}

/**
 * Expands the name of an image as container runtimes do: `nginx` is `docker.io/library/nginx:latest` (ParseDockerRef of github.com/distribution/reference
 * v0.6.0).
 */
function expandName(image: string): string {
  const short = image.replace(/^(?:index\.)?docker\.io\//, "");
  const [first = "", ...rest] = short.split("/");
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const name = hasHost ? short : `docker.io/${rest.length === 0 ? "library/" : ""}${short}`;
  return /[:@]/.test(name.slice(name.lastIndexOf("/") + 1)) ? name : `${name}:latest`;
}
