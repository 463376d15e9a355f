import { STRUCTS } from "../../../src/objects/decode/schema.ts";
import { RandomJson } from "../random.ts";

/** A pod of a client, in JSON without undefined fields. Every field has a type that can be decoded. */
export interface RandomPod {
  readonly metadata: unknown;
  readonly spec: unknown;
}

/** Makes a random pod; the same seed gives the same pod. The API server rejects most of them, but the checks must give a verdict on each. */
export function randomPod(seed: number): RandomPod {
  return new PodGenerator(new RandomJson(seed)).pod();
}

const APPARMOR = "container.apparmor.security.beta.kubernetes.io/";
const SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
const SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";

/** Every volume source of the API. */
const VOLUME_SOURCES = (STRUCTS["Volume"] ?? "")
  .split(", ")
  .map((field) => field.replace(/ .*/, ""))
  .filter((name) => name !== "name");

/** Makes one pod from random numbers. */
class PodGenerator {
  readonly #random: RandomJson;
  readonly #names: string[] = [];

  constructor(random: RandomJson) {
    this.#random = random;
  }

  pod(): RandomPod {
    // The annotations name the containers, so the containers come first.
    const spec = this.#spec();
    return { metadata: this.#metadata(), spec };
  }

  #spec(): unknown {
    // Some pods follow almost all rules, because otherwise each message would list every violation.
    const hostile = this.#random.pick([0, 0.05, 0.3, 0.8]);
    return this.#random.object({
      containers: this.#containers(4, hostile),
      initContainers: this.#random.chance(0.4) ? this.#containers(3, hostile) : undefined,
      ephemeralContainers: this.#random.chance(0.3) ? this.#containers(3, hostile) : undefined,
      volumes: this.#random.chance(0.5) ? this.#random.list(5, () => this.#random.orNull(this.#volume())) : undefined,
      hostNetwork: this.#random.flag(0.2),
      hostPID: this.#random.flag(0.2),
      hostIPC: this.#random.flag(0.2),
      HostPID: this.#random.flag(0.05),
      hostUsers: this.#random.chance(0.4) ? this.#random.pick([true, false, false, null]) : undefined,
      runtimeClassName: this.#random.chance(0.1) ? this.#random.pick(["gvisor", "", null]) : undefined,
      os: this.#random.chance(0.25) ? this.#os() : undefined,
      securityContext: this.#random.chance(0.7) ? this.#random.orNull(this.#podSecurityContext(hostile)) : undefined,
    });
  }

  #os(): unknown {
    const name = this.#random.pick(["windows", "windows", "linux", "Windows", "", undefined, null]);
    return this.#random.pick([{ name }, { name }, {}, null]);
  }

  #metadata(): unknown {
    const annotations: Record<string, unknown> = {};
    const keys = [SECCOMP_POD, APPARMOR, `${APPARMOR}nobody`, `${SECCOMP_CONTAINER}nobody`, "example.com/note"];
    for (const name of this.#names) keys.push(APPARMOR + name, SECCOMP_CONTAINER + name);
    for (const key of keys) if (this.#random.chance(0.1)) annotations[key] = this.#annotation();
    return this.#random.pick([undefined, null, {}, { name: "p" }, { name: "p", annotations }, { annotations }]);
  }

  #annotation(): string | null {
    const word = this.#random.pick([
      "unconfined",
      "Unconfined",
      "runtime/default",
      "runtime/default ",
      "docker/default",
    ]);
    const other = this.#random.pick(["localhost/profile", "localhost/", "", null]);
    return this.#random.pick([word, other, this.#text()]);
  }

  /** Code points of all ranges, including surrogates and unassigned ones. */
  #text(): string {
    const highest = this.#random.pick([0x7f, 0x100, 0x3000, 0x10000, 0x20000, 0x110000]);
    return this.#random.list(6, () => String.fromCodePoint(this.#random.below(highest))).join("");
  }

  #containers(limit: number, hostile: number): unknown {
    return this.#random.orNull(
      this.#random.list(limit, () => this.#random.orNull(this.#container(hostile), 0.03)),
      0.03,
    );
  }

  #container(hostile: number): unknown {
    const name = this.#random.chance(0.7) ? this.#random.pick(["app", "web", "db"]) : this.#random.odd();
    this.#names.push(name);
    return this.#random.object({
      name: this.#random.chance(0.97) ? name : null,
      image: this.#random.chance(0.5) ? "registry.example/app" : undefined,
      ports: this.#random.chance(0.4)
        ? this.#random.orNull(this.#random.list(4, () => this.#random.orNull(this.#port(hostile))))
        : undefined,
      securityContext: this.#random.chance(0.85)
        ? this.#random.orNull(this.#containerSecurityContext(hostile))
        : undefined,
      livenessProbe: this.#handler(hostile),
      readinessProbe: this.#handler(hostile),
      startupProbe: this.#handler(hostile),
      lifecycle: this.#random.chance(0.2)
        ? this.#random.orNull({ postStart: this.#handler(hostile), preStop: this.#handler(hostile) })
        : undefined,
    });
  }

  #port(hostile: number): unknown {
    const hostPort = this.#random.pick([0, 80, 443, 8080, 9000, 10000, -5, 2147483647, -2147483648, null]);
    return { containerPort: 8080, hostPort: this.#random.chance(hostile) ? hostPort : undefined };
  }

  #handler(hostile: number): unknown {
    if (this.#random.chance(0.7)) return undefined;
    const host = this.#random.chance(hostile)
      ? this.#random.pick(["", "127.0.0.1", "localhost", "::1", this.#random.odd(), null])
      : undefined;
    return this.#random.pick<unknown>([
      { httpGet: { host, port: "http", httpHeaders: [{ name: "Host", value: "example.com" }] } },
      { tcpSocket: { host, port: 80 } },
      { httpGet: { host, port: 1 }, tcpSocket: { host: this.#random.odd(), port: 1 } },
      { exec: { command: ["true"] } },
      { httpGet: null, tcpSocket: {} },
      {},
      null,
    ]);
  }

  #podSecurityContext(hostile: number): unknown {
    return this.#random.object({
      ...this.#commonSecurityContext(hostile),
      sysctls: this.#random.chance(0.3)
        ? this.#random.orNull(this.#random.list(5, () => this.#random.orNull(this.#sysctl(hostile))))
        : undefined,
      supplementalGroups: this.#random.chance(0.1) ? [0, 9007199254740991] : undefined,
    });
  }

  #sysctl(hostile: number): unknown {
    const safe = this.#random.pick([
      "kernel.shm_rmid_forced",
      "net.ipv4.ip_local_port_range",
      "net.ipv4.ip_local_reserved_ports",
      "net.ipv4.tcp_keepalive_time",
      "net.ipv4.tcp_rmem",
      "net.ipv4.tcp_notsent_lowat",
    ]);
    const unsafe = this.#random.pick(["kernel.msgmax", "net/ipv4/tcp_syncookies", "a.b", this.#random.odd(), null]);
    return { name: this.#random.chance(hostile) ? unsafe : safe, value: "1" };
  }

  #containerSecurityContext(hostile: number): unknown {
    return this.#random.object({
      ...this.#commonSecurityContext(hostile),
      privileged: this.#random.flag(hostile / 2),
      allowPrivilegeEscalation: this.#random.chance(1 - hostile) ? false : this.#random.pick([true, null, undefined]),
      capabilities: this.#random.chance(0.8) ? this.#random.orNull(this.#capabilities(hostile)) : undefined,
      procMount: this.#random.chance(0.3)
        ? this.#random.badOr(hostile, ["Unmasked", "", "default", this.#random.odd()], ["Default", null])
        : undefined,
      readOnlyRootFilesystem: this.#random.flag(0.2),
    });
  }

  #capabilities(hostile: number): unknown {
    return this.#random.object({
      drop: this.#random.badOr(
        hostile,
        [[], ["all"], ["CAP_ALL"], ["NET_RAW", null], null, undefined],
        [["ALL"], ["KILL", "ALL"]],
      ),
      add: this.#random.chance(0.4)
        ? this.#random.list(4, () =>
            this.#random.badOr(
              hostile,
              ["NET_RAW", "SYS_ADMIN", "ALL", "chown", "CAP_CHOWN", "", null, this.#random.odd()],
              ["NET_BIND_SERVICE", "CHOWN", "SETFCAP"],
            ),
          )
        : undefined,
    });
  }

  #commonSecurityContext(hostile: number): Record<string, unknown> {
    const seLinuxType = this.#random.badOr(
      hostile,
      ["spc_t", "Container_t", this.#random.odd()],
      ["container_t", "container_init_t", "container_kvm_t", "container_engine_t", "", null, undefined],
    );
    return {
      runAsNonRoot: this.#random.chance(0.6) ? this.#random.badOr(hostile, [false, null], [true]) : undefined,
      runAsUser: this.#random.chance(0.4)
        ? this.#random.badOr(hostile, [0, 0, -1, null], [1000, 4294967296])
        : undefined,
      seccompProfile: this.#random.chance(0.6) ? this.#profile(hostile) : undefined,
      appArmorProfile: this.#random.chance(0.2) ? this.#profile(hostile) : undefined,
      seLinuxOptions: this.#random.chance(0.3)
        ? this.#random.orNull({ type: seLinuxType, user: this.#role(hostile), role: this.#role(hostile), level: "s0" })
        : undefined,
      windowsOptions: this.#random.chance(0.2)
        ? this.#random.orNull({ hostProcess: this.#random.flag(hostile), runAsUserName: "x" })
        : undefined,
    };
  }

  #profile(hostile: number): unknown {
    const type = this.#random.badOr(
      hostile,
      ["Unconfined", "", "runtimedefault", this.#random.odd(), null, undefined],
      ["RuntimeDefault", "Localhost"],
    );
    return this.#random.orNull({ type, localhostProfile: this.#random.pick(["profile", "", null, undefined]) });
  }

  #role(hostile: number): unknown {
    return this.#random.chance(hostile / 2) ? this.#random.pick(["system_u", "", null]) : undefined;
  }

  #volume(): unknown {
    const volume: Record<string, unknown> = {
      name: this.#random.chance(0.9) ? this.#random.pick(["data", "data", "v1", "v2", this.#random.odd()]) : null,
    };
    for (let left = this.#random.pick([0, 1, 1, 1, 1, 2]); left > 0; left--) {
      const source = VOLUME_SOURCES[this.#random.below(VOLUME_SOURCES.length)] ?? "hostPath";
      volume[source] = this.#random.pick([{}, {}, {}, null]);
    }
    return volume;
  }
}
