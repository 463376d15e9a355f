/** Marks of edits by what pods of the same image tell. */
import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import type { Container, Pod, PodSecurityContext } from "../../src/api/pod.ts";
import { ImageEvidence } from "../../src/fixes/evidence/image-evidence.ts";
import type { FixOptions } from "../../src/fixes/options.ts";
import type { FixedWorkload } from "../../src/report/fix/fix-report.ts";
import { fixText, textAfter } from "./fix-text.ts";

const DIGEST = `sha256:${"1".repeat(64)}`;
const OTHER = `sha256:${"2".repeat(64)}`;

interface Observed {
  readonly image?: string;
  readonly digest?: string;
  readonly user?: number;
  readonly context?: NonNullable<Container["securityContext"]>;
  readonly podContext?: PodSecurityContext;
  readonly message?: string;
  readonly isReady?: boolean;
}

/** Adds a pod with one container. */
function observe(images: ImageEvidence, observed: Observed): void {
  const { image = "web", digest, user, context, podContext, message, isReady = message === undefined } = observed;
  const container: Container = { name: "c", image, ...(context !== undefined && { securityContext: context }) };
  const pod: Pod = {
    spec: { containers: [container], ...(podContext !== undefined && { securityContext: podContext }) },
  };
  const state =
    message === undefined ? { running: {} } : { waiting: { reason: "CreateContainerConfigError", message } };
  images.add(pod, {
    containerStatuses: [
      {
        name: "c",
        ready: isReady,
        state,
        ...(digest !== undefined && { imageID: `registry.example.com/web@${digest}` }),
        ...(user !== undefined && { user: { linux: { uid: user } } }),
      },
    ],
  });
}

function evidenceOf(pods: readonly Observed[]): ImageEvidence {
  const images = new ImageEvidence();
  for (const pod of pods) observe(images, pod);
  return images;
}

function fixed(manifest: string, pods: readonly Observed[], changes: Partial<FixOptions> = {}): FixedWorkload {
  const { workloads } = fixText(manifest, { images: evidenceOf(pods), ...changes });
  assert.ok(workloads[0] !== undefined);
  return workloads[0];
}

const podOf = (image: string, context = ""): string => `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ${image}
${context}`;

/** The mark of the edit of a check, and its reasons. */
function markOf({ edits }: FixedWorkload, check: string, field = ""): readonly [string, string] | undefined {
  const edit = edits.find((one) => one.check === check && one.path.endsWith(field));
  return edit && [edit.evidence, edit.because.join("; ")];
}

const AS_ROOT = 'container has runAsNonRoot and image will run as root (pod: "web_shop(1)", container: c)';
const AS_NAME =
  'container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root (pod: "web_shop(1)", container: c)';

describe("runAsNonRoot", () => {
  const ROWS: readonly (readonly [name: string, pods: readonly Observed[], evidence: string, because: string])[] = [
    ["without pods", [], "unknown", "web: no pod of its image was found"],
    [
      "a user is known",
      [{ user: 101 }],
      "safe",
      "web: its image runs as user 101 in 1 pod; if the image gives it by name, set runAsUser, too",
    ],
    ["pods run with it", [{ context: { runAsNonRoot: true } }], "safe", "web: 1 pod of its image runs with it"],
    ["the pod sets it", [{ podContext: { runAsNonRoot: true } }], "safe", "web: 1 pod of its image runs with it"],
    [
      "the container takes it back",
      [{ podContext: { runAsNonRoot: true }, context: { runAsNonRoot: false } }],
      "unknown",
      "web: no pod of its image tells its user (1 pod)",
    ],
    [
      "a pod with runAsUser tells nothing",
      [{ user: 5, context: { runAsUser: 5, runAsNonRoot: true } }],
      "unknown",
      "web: no pod of its image tells its user (1 pod)",
    ],
    [
      "nor one whose pod sets it",
      [{ user: 0, podContext: { runAsUser: 0 } }],
      "unknown",
      "web: no pod of its image tells its user (1 pod)",
    ],
    [
      "it waits for another reason",
      [{ message: "secret not found", podContext: { runAsNonRoot: true } }],
      "unknown",
      "web: no pod of its image tells its user (1 pod)",
    ],
    ["another image", [{ image: "webserver", user: 0 }], "unknown", "web: no pod of its image was found"],
    [
      "both",
      [{ user: 0 }, { user: 101 }],
      "unknown",
      "web: its image runs as root in some pods, and as another user in others",
    ],
    [
      "two users",
      [{ user: 102 }, { user: 101 }, { user: 101 }],
      "safe",
      "web: its image runs as user 101 in 2 pods, user 102 in 1 pod; if the image gives it by name, set runAsUser, too",
    ],
    [
      "a named user with a number",
      [{ message: AS_NAME }, { user: 4000 }],
      "safe",
      "web: its image has the named user app, which is user 4000 in 1 pod",
    ],
  ];
  for (const [name, pods, evidence, because] of ROWS) {
    it(name, () => {
      assert.deepEqual(markOf(fixed(podOf("web"), pods), "runAsNonRoot", "runAsNonRoot"), [evidence, because]);
    });
  }

  const BREAKING: readonly (readonly [name: string, pods: readonly Observed[], message: string])[] = [
    ["root", [{ user: 0 }, { user: 0 }], "web: its image runs as root in 2 pods"],
    ["the kubelet refuses it", [{ message: AS_ROOT }], "web: the kubelet refuses its image as root in 1 pod"],
    [
      "a named user",
      [{ message: AS_NAME }],
      "web: its image has the named user app, and no pod tells its number: set runAsUser",
    ],
  ];
  for (const [name, pods, fact] of BREAKING) {
    it(`is not added where it breaks the pod: ${name}`, () => {
      const workload = fixed(podOf("web"), pods);
      assert.deepEqual([workload.state, workload.edits], ["left", []]);
      const [left] = workload.left;
      const message = `${fact}, so with runAsNonRoot: true the container would not start; --force makes the edit`;
      assert.deepEqual([left?.check, left?.reason, left?.message], ["runAsNonRoot", "breaks", message]);
      const forced = fixed(podOf("web"), pods, { isForced: true });
      assert.deepEqual([forced.state, markOf(forced, "runAsNonRoot")], ["fixed", ["breaks", fact]]);
    });
  }

  it("comes with runAsUser for a named user, and a second fix changes nothing", () => {
    const pods = [{ message: AS_NAME }, { user: 4000 }];
    const images = evidenceOf(pods);
    const after = textAfter(fixText(podOf("web"), { images })) ?? "";
    assert.match(after, /^ {6}runAsUser: 4000$/m);
    assert.deepEqual(fixText(after, { images }).workloads, []);
  });

  it("is safe or breaks by the runAsUser of the manifest, whatever the image is", () => {
    const context = "    securityContext: {runAsUser: 7}\n";
    assert.deepEqual(markOf(fixed(podOf("web", context), [{ user: 0 }]), "runAsNonRoot"), [
      "safe",
      "web: runAsUser is 7",
    ]);
    const root = fixed(podOf("web", context.replace("7", "0")), [{ user: 101 }], { only: ["runAsNonRoot"] });
    assert.equal(root.left.find(({ check }) => check === "runAsNonRoot")?.reason, "breaks");
  });

  it("of several containers has the worst mark", () => {
    const text = `${podOf("web")}  - name: log\n    image: log\n`;
    assert.deepEqual(markOf(fixed(text, [{ user: 101 }]), "runAsNonRoot"), [
      "unknown",
      "log: no pod of its image was found",
    ]);
    assert.equal(fixed(text, [{ user: 101 }, { image: "log", user: 0 }]).left[0]?.reason, "breaks");
  });
});

describe("other fields", () => {
  const markWith = (check: string, pods: readonly Observed[], context = ""): readonly [string, string] | undefined =>
    markOf(fixed(podOf("web", context), pods), check);

  it("are safe if pods of the image run with them", () => {
    const context = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
    const pods = [{ context, podContext: { seccompProfile: { type: "RuntimeDefault" } } }];
    const safe = ["safe", "web: 1 pod of its image runs with it"];
    for (const check of ["allowPrivilegeEscalation", "capabilities_restricted", "seccompProfile_restricted"]) {
      assert.deepEqual(markWith(check, pods), safe, check);
    }
  });

  it("are not safe if such a pod is not ready, or is privileged", () => {
    const context = { allowPrivilegeEscalation: false };
    const none = ["likely", "web: no pod of its image runs with it (1 pod)"];
    assert.deepEqual(markWith("allowPrivilegeEscalation", [{ context, isReady: false }]), none);
    assert.deepEqual(markWith("allowPrivilegeEscalation", [{ context: { ...context, privileged: true } }]), none);
  });

  it("stay unknown where a value changes", () => {
    const context = "    securityContext: {allowPrivilegeEscalation: true}\n";
    assert.equal(markWith("allowPrivilegeEscalation", [], context)?.[0], "unknown");
  });

  it("drop ALL counts only with the same user and no more capabilities", () => {
    const drop = (context: Observed["context"]): Observed => ({
      context: { capabilities: { drop: ["ALL"] }, ...context },
    });
    const check = "capabilities_restricted";
    assert.equal(markWith(check, [drop({ runAsUser: 1000 })])?.[0], "unknown");
    assert.equal(markWith(check, [drop({ capabilities: { drop: ["ALL"], add: ["CHOWN"] } })])?.[0], "unknown");
    assert.deepEqual(markWith(check, [drop({ runAsUser: 7 })], "    securityContext: {runAsUser: 7}\n"), [
      "safe",
      "web: 1 pod of its image runs with it",
    ]);
    assert.deepEqual(markWith(check, [{ user: 101 }]), ["likely", "web: user 101 has no capabilities to lose"]);
  });
});

test("--only makes no edit that would not remove the violation of its check", () => {
  const manifest = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n";
  const text = `${manifest}  - {name: a, image: named}\n  - {name: b, image: root}\n`;
  const pods = [
    { image: "named", message: AS_NAME },
    { image: "named", user: 101 },
    { image: "root", user: 0 },
  ];
  const only = ["runAsNonRoot"];
  const reasonOf = ({ left }: FixedWorkload) => left.find(({ reason }) => reason !== "not asked")?.reason;
  const broken = fixed(text, pods, { only });
  assert.deepEqual([broken.state, broken.edits, reasonOf(broken)], ["left", [], "breaks"]);
  assert.equal(fixed(text, pods, { only, isForced: true }).edits.length, 2);
  const adding = `${manifest}  - {name: a, image: a, securityContext: {capabilities: {add: [CHOWN]}}}\n`;
  const capabilities = { only: ["capabilities_restricted"] };
  const refused = fixed(adding, [], capabilities);
  assert.deepEqual([refused.state, refused.edits, reasonOf(refused)], ["left", [], "take away"]);
  assert.equal(fixed(adding, [], { ...capabilities, takesAway: true }).edits.length, 2);
  assert.equal(fixed(adding, [], { ...capabilities, isForced: true }).edits.length, 1);
});

describe("the same image", () => {
  const userOf = (manifest: string, pods: readonly Observed[]): string | undefined =>
    markOf(fixed(podOf(manifest), pods), "runAsNonRoot")?.[0];

  it("has its name as container runtimes expand it", () => {
    for (const [manifest, observed] of [
      ["nginx", "docker.io/library/nginx:latest"],
      ["docker.io/nginx:1", "index.docker.io/library/nginx:1"],
      ["bitnami/nginx", "docker.io/bitnami/nginx"],
      ["localhost/a", "localhost/a:latest"],
      ["r.example.com:5000/a", "r.example.com:5000/a:latest"],
    ] as const) {
      assert.equal(userOf(manifest, [{ image: observed, user: 1 }]), "safe", manifest);
    }
    assert.equal(userOf("nginx", [{ image: "r.example.com/nginx", user: 1 }]), "unknown");
    assert.equal(userOf("nginx:1", [{ image: "nginx:2", user: 1 }]), "unknown");
  });

  it("may have several names with one digest", () => {
    const pods = [{ digest: DIGEST }, { image: "mirror.example.com/w:3", digest: DIGEST, user: 1 }];
    assert.equal(userOf("web", pods), "safe");
    assert.equal(userOf(`registry.example.com/any@${DIGEST}`, pods), "safe");
    assert.equal(userOf(`registry.example.com/any@${OTHER}`, pods), "unknown");
  });

  it("has the facts of all digests of its name", () => {
    assert.equal(
      userOf("web", [
        { digest: DIGEST, user: 1 },
        { digest: OTHER, user: 0 },
      ]),
      "unknown",
    );
  });

  it("counts a pod with two containers once, and Windows pods never", () => {
    const images = new ImageEvidence();
    const containers = ["a", "b"].map((name) => ({ name, image: "web" }));
    const statuses = ["a", "b"].map((name) => ({
      name,
      ready: true,
      state: { running: {} },
      user: { linux: { uid: 9 } },
    }));
    images.add({ spec: { containers } }, { containerStatuses: statuses });
    images.add({ spec: { os: { name: "windows" }, containers } }, { containerStatuses: statuses });
    assert.deepEqual([images.pods, images.of("web")?.users.get(9)], [1, 1]);
  });

  it("survives a status of any shape", () => {
    const images = new ImageEvidence();
    const pod = { spec: { containers: [{ name: "a", image: "web" }, { name: "b" }] } };
    for (const status of [
      undefined,
      null,
      3,
      [],
      { containerStatuses: 1 },
      {
        containerStatuses: [
          null,
          { name: 1 },
          { name: "a", user: { linux: { uid: -1 } }, state: { waiting: 1, terminated: [] } },
        ],
      },
    ]) {
      images.add(pod, status);
    }
    assert.deepEqual(images.of("web")?.users.size, 0);
    assert.equal(images.of("web")?.pods, 6);
  });
});
