import { RandomJson } from "../../conformance/random.ts";
import type { ApiObject } from "../client.ts";

/**
 * A random pod that the API server's own validation accepts in most cases: each field that a check reads has a valid value, or is absent.
 * The same pod for the same seed.
 */
export function validPod(seed: number): ApiObject {
  return new Generator(new RandomJson(seed)).pod(`random-${seed}`);
}

const CAPABILITIES = ["ALL", "CHOWN", "NET_ADMIN", "NET_BIND_SERVICE", "SYS_TIME"];
const SYSCTLS = ["kernel.shm_rmid_forced", "kernel.msgmax", "net.ipv4.tcp_rmem", "net.ipv4.tcp_notsent_lowat"];
const VOLUMES: readonly object[] = [
  { emptyDir: {} },
  { hostPath: { path: "/var/log" } },
  { configMap: { name: "settings" } },
  { nfs: { server: "nfs.example", path: "/" } },
  { image: { reference: "registry.example/data:1" } },
  {},
];

class Generator {
  readonly #random: RandomJson;
  /** The share of fields that are set: some pods follow almost all rules. */
  readonly #hostile: number;

  constructor(random: RandomJson) {
    this.#random = random;
    this.#hostile = random.pick([0.02, 0.1, 0.3, 0.6]);
  }

  pod(name: string): ApiObject {
    const isWindows = this.#random.chance(0.1);
    const containers = this.#containers("app", 1 + (this.#random.chance(0.3) ? 1 : 0), isWindows);
    const initContainers = this.#random.chance(0.3) ? this.#containers("init", 1, isWindows) : undefined;
    return {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, annotations: this.#annotations() },
      spec: withoutUndefined({
        containers,
        initContainers,
        os: isWindows ? { name: "windows" } : undefined,
        hostUsers: this.#some(false) ?? this.#some(true),
        hostNetwork: this.#some(true),
        hostPID: this.#some(true),
        hostIPC: this.#some(true),
        volumes: VOLUMES.filter(() => this.#random.chance(this.#hostile)).map((source, index) => ({
          name: `volume-${index}`,
          ...source,
        })),
        securityContext: this.#podContext(isWindows),
      }),
    };
  }

  #podContext(isWindows: boolean): object {
    if (isWindows)
      return withoutUndefined({ windowsOptions: this.#some({ hostProcess: true }), runAsNonRoot: this.#bool() });
    return withoutUndefined({
      ...this.#context(),
      sysctls: SYSCTLS.filter(() => this.#random.chance(this.#hostile / 2)).map((name) => ({ name, value: "1" })),
    });
  }

  #containers(prefix: string, count: number, isWindows: boolean): object[] {
    return Array.from({ length: count }, (_, index) => ({
      name: `${prefix}-${index}`,
      image: "registry.example/app:1",
      securityContext: isWindows ? { runAsNonRoot: this.#bool() } : this.#containerContext(),
      ports: this.#random.chance(this.#hostile) ? [{ containerPort: 80, hostPort: this.#random.pick([0, 80]) }] : [],
      ...(prefix === "app" && this.#random.chance(this.#hostile) && { livenessProbe: this.#probe() }),
      ...(prefix === "app" && this.#random.chance(this.#hostile) && { lifecycle: { preStop: this.#probe() } }),
    }));
  }

  #probe(): object {
    const host = this.#random.pick([undefined, "", "10.0.0.1"]);
    const address = withoutUndefined({ host, port: 80 });
    return this.#random.chance(0.5) ? { tcpSocket: address } : { httpGet: { ...address, path: "/" } };
  }

  #containerContext(): object {
    const compliant = !this.#random.chance(this.#hostile);
    return withoutUndefined({
      ...this.#context(),
      allowPrivilegeEscalation: compliant ? false : this.#bool(),
      privileged: this.#some(true),
      procMount: this.#some("Unmasked") ?? this.#some("Default"),
      capabilities: compliant
        ? { drop: ["ALL"] }
        : {
            add: CAPABILITIES.filter(() => this.#random.chance(this.#hostile)),
            drop: CAPABILITIES.filter(() => this.#random.chance(0.4)),
          },
    });
  }

  /** The fields that a pod and a container both have. */
  #context(): object {
    return {
      runAsNonRoot: this.#random.chance(0.7) ? true : this.#bool(),
      runAsUser: this.#random.chance(this.#hostile) ? this.#random.pick([0, 1000]) : undefined,
      seccompProfile: this.#random.chance(0.7) ? { type: "RuntimeDefault" } : this.#some({ type: "Unconfined" }),
      appArmorProfile: this.#some({ type: this.#random.pick(["RuntimeDefault", "Unconfined"]) }),
      seLinuxOptions: this.#some(
        this.#random.pick([
          { type: "container_t" },
          { type: "container_engine_t" },
          { type: "spc_t" },
          { user: "u" },
          { role: "r" },
        ]),
      ),
    };
  }

  #annotations(): Readonly<Record<string, string>> {
    const apparmor = "container.apparmor.security.beta.kubernetes.io/app-0";
    const profiles = ["runtime/default", "localhost/web", "unconfined"] as const;
    return this.#random.chance(this.#hostile) ? { [apparmor]: this.#random.pick(profiles) } : {};
  }

  #some<Value>(value: Value): Value | undefined {
    return this.#random.chance(this.#hostile) ? value : undefined;
  }

  #bool(): boolean | undefined {
    return this.#random.pick([true, false, undefined]);
  }
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}
