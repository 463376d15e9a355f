import { isRecord } from "../api/record.ts";

/** The facts about a container that its kubelet reports in the status of the pod. */
export interface ContainerStatus {
  /** The digest of its image, `sha256:…`; absent if the kubelet reports none. */
  readonly digest?: string;
  /** The user of its first process (`user.linux.uid`); absent if the container runtime does not report it. */
  readonly user?: number;
  /** Whether it runs and is ready, or has ended with exit code 0. */
  readonly works: boolean;
  /** The reason for which the kubelet does not create it; absent without `CreateContainerConfigError`. */
  readonly configError?: string;
}

const DIGEST = /sha256:[0-9a-f]{64}$/;

/**
 * Reads the status of a pod: ContainerStatus of k8s.io/api core/v1 v0.37.2.
 *
 * @param status the status as it was read; parts of another type are left out
 * @returns the containers and init containers by their names
 */
export function readContainerStatuses(status: unknown): ReadonlyMap<string, ContainerStatus> {
  const statuses = new Map<string, ContainerStatus>();
  if (!isRecord(status)) return statuses;
  for (const list of [status["initContainerStatuses"], status["containerStatuses"]]) {
    if (!Array.isArray(list)) continue;
    for (const one of list.filter(isRecord)) {
      if (typeof one["name"] === "string") statuses.set(one["name"], readContainerStatus(one));
    }
  }
  return statuses;
}

function readContainerStatus(status: Readonly<Record<string, unknown>>): ContainerStatus {
  const { imageID, ready, state } = status;
  const { running, terminated, waiting } = isRecord(state) ? state : {};
  const digest = typeof imageID === "string" ? DIGEST.exec(imageID)?.[0] : undefined;
  const user = linuxUser(status["user"]);
  const configError = isRecord(waiting) ? readConfigError(waiting) : undefined;
  const hasSucceeded = isRecord(terminated) && terminated["exitCode"] === 0;
  return {
    works: hasSucceeded || (isRecord(running) && ready === true),
    ...(digest !== undefined && { digest }),
    ...(user !== undefined && { user }),
    ...(configError !== undefined && { configError }),
  };
}

function linuxUser(user: unknown): number | undefined {
  const linux = isRecord(user) ? user["linux"] : undefined;
  const uid = isRecord(linux) ? linux["uid"] : undefined;
  return typeof uid === "number" && Number.isSafeInteger(uid) && uid >= 0 ? uid : undefined;
}

/** ErrCreateContainerConfig of pkg/kubelet/kuberuntime, kubernetes v1.37.2. */
function readConfigError({ reason, message }: Readonly<Record<string, unknown>>): string | undefined {
  return reason === "CreateContainerConfigError" && typeof message === "string" ? message : undefined;
}
