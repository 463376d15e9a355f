/** Pods that the API server's own validation accepts: together they violate every check. */

type Fields = Readonly<Record<string, unknown>>;

/** The contents of a pod or a template. */
export interface PodContent {
  readonly metadata?: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: Fields;
}

const IMAGE = "registry.example/app:1";

const RESTRICTED: Fields = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
};

/** A container that meets restricted, unless these fields violate it. */
function container(fields: Fields = {}, securityContext: Fields = {}): Fields {
  return { name: "app", image: IMAGE, securityContext: { ...RESTRICTED, ...securityContext }, ...fields };
}

function pod(spec: Fields, ...containers: Fields[]): PodContent {
  return { spec: { containers: containers.length === 0 ? [container()] : containers, ...spec } };
}

/** A typical container. */
const PLAIN: Fields = { name: "app", image: IMAGE };
const WINDOWS: Fields = { name: "app", image: IMAGE, securityContext: { runAsNonRoot: true } };
const PROBE = { httpGet: { host: "10.0.0.1", port: 80, path: "/" } };

/** Pods by their violation. The name is also the name of the seeded pod, so it may contain only dots, digits and lower-case letters. */
export const PODS: Readonly<Record<string, PodContent>> = {
  compliant: pod({}),
  plain: pod({}, PLAIN),
  "0.plain": pod({}, PLAIN),
  "plain.1": pod({}, PLAIN),
  "plain-0": pod({}, PLAIN),
  privileged: pod({}, { ...PLAIN, securityContext: { privileged: true } }),
  "privileged-init": pod({
    initContainers: [{ name: "setup", image: IMAGE, securityContext: { privileged: true } }],
  }),
  sidecar: pod({ initContainers: [{ name: "mesh", image: IMAGE, restartPolicy: "Always" }] }),
  "host-namespaces": pod({ hostNetwork: true, hostPID: true, hostIPC: true }),
  "host-network-ports": pod(
    { hostNetwork: true },
    container({ ports: [{ containerPort: 8080 }, { containerPort: 443 }] }),
  ),
  "host-ports": pod(
    {},
    container({ ports: [{ containerPort: 80, hostPort: 10080 }] }),
    container({ name: "second", ports: [{ containerPort: 81, hostPort: 9000 }] }),
  ),
  "host-path": pod({
    volumes: [
      { name: "logs", hostPath: { path: "/var/log" } },
      { name: "run", hostPath: { path: "/run" } },
    ],
  }),
  volumes: pod({
    volumes: [
      { name: "none" },
      { name: "share", nfs: { server: "nfs.example", path: "/" } },
      { name: "blocks", iscsi: { targetPortal: "10.0.0.2", iqn: "iqn.2001-04.example:storage", lun: 0 } },
      { name: "settings", configMap: { name: "settings" } },
    ],
  }),
  "no-source": pod({ volumes: [{ name: "scratch" }] }),
  image: pod({ volumes: [{ name: "models", image: { reference: "registry.example/models:1" } }] }),
  "add-capabilities": pod({}, container({}, { capabilities: { add: ["NET_ADMIN", "CHOWN"], drop: ["ALL"] } })),
  "bind-service": pod({}, container({}, { capabilities: { add: ["NET_BIND_SERVICE"], drop: ["ALL"] } })),
  "apparmor-field": pod({ securityContext: { appArmorProfile: { type: "Unconfined" } } }),
  "apparmor-annotation": {
    metadata: { annotations: { "container.apparmor.security.beta.kubernetes.io/app": "unconfined" } },
    spec: { containers: [container()] },
  },
  "selinux-type": pod({}, container({}, { seLinuxOptions: { type: "spc_t", level: "s0:c1" } })),
  "selinux-engine": pod({ securityContext: { seLinuxOptions: { type: "container_engine_t" } } }),
  "selinux-user": pod({ securityContext: { seLinuxOptions: { user: "root", role: "object_r" } } }),
  "seccomp-unconfined": pod({ securityContext: { seccompProfile: { type: "Unconfined" } } }),
  "seccomp-missing": pod({}, container({}, { seccompProfile: null })),
  "unsafe-sysctl": pod({ securityContext: { sysctls: [{ name: "net.core.somaxconn", value: "1024" }] } }),
  "new-sysctl": pod({ securityContext: { sysctls: [{ name: "net.ipv4.tcp_keepalive_time", value: "60" }] } }),
  "newer-sysctl": pod({ securityContext: { sysctls: [{ name: "net.ipv4.tcp_rmem", value: "4096 87380 6291456" }] } }),
  "newest-sysctl": pod({ securityContext: { sysctls: [{ name: "net.ipv4.tcp_notsent_lowat", value: "16384" }] } }),
  "probe-host": pod({}, container({ livenessProbe: PROBE })),
  "lifecycle-host": pod(
    {},
    container({ lifecycle: { preStop: { httpGet: { ...PROBE.httpGet, host: "localhost" } } } }),
  ),
  "proc-mount": pod({ hostUsers: false }, container({}, { procMount: "Unmasked" })),
  "user-namespace": pod({ hostUsers: false }, container({}, { runAsNonRoot: null, runAsUser: 0 })),
  root: pod({}, container({}, { runAsUser: 0 })),
  "may-be-root": pod({ securityContext: { runAsNonRoot: false } }, container({}, { runAsNonRoot: null })),
  escalation: pod({}, container({}, { allowPrivilegeEscalation: null })),
  windows: pod({ os: { name: "windows" } }, WINDOWS),
  "host-process": pod(
    { os: { name: "windows" }, hostNetwork: true, securityContext: { windowsOptions: { hostProcess: true } } },
    WINDOWS,
  ),
  sandboxed: pod({ runtimeClassName: "sandboxed", hostPID: true }, { ...PLAIN, securityContext: { privileged: true } }),
  gvisor: pod({ runtimeClassName: "gvisor", hostPID: true }),
  several: pod(
    { hostPID: true, volumes: [{ name: "root", hostPath: { path: "/" } }] },
    { ...PLAIN, name: "first", securityContext: { privileged: true, runAsUser: 0 } },
    { ...PLAIN, name: "second", securityContext: { capabilities: { add: ["ALL"] } } },
  ),
  ["long-".repeat(50) + "end"]: pod({ hostIPC: true }),
};

/** The content of a pod above. */
export function podContent(name: string): PodContent {
  const content = PODS[name];
  if (content === undefined) throw new Error(`no pod ${name}`);
  return content;
}

/** A pod that violates some checks: each bit of the number is a check. Different numbers have different reasons. */
export function podOfBits(bits: number): PodContent {
  const has = (bit: number): boolean => (bits & (1 << bit)) !== 0;
  const securityContext = {
    ...(has(0) ? { privileged: true } : { allowPrivilegeEscalation: false }),
    ...(has(1) ? { seLinuxOptions: { type: "spc_t" } } : {}),
    ...(has(2) ? { capabilities: { add: ["NET_ADMIN"] } } : {}),
    ...(has(5) ? { appArmorProfile: { type: "Unconfined" } } : {}),
  };
  return pod(
    {
      ...(has(3) ? { hostPID: true } : {}),
      ...(has(4) ? { volumes: [{ name: "logs", hostPath: { path: "/var/log" } }] } : {}),
    },
    { ...PLAIN, securityContext },
  );
}
