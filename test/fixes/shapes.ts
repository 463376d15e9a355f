/** Small manifests in all shapes that an edit must fit into. Each violates restricted by fields that are missing. */

/** How the text of a manifest is written. */
interface Shape {
  readonly name: string;
  readonly text: string;
}

/** The states of a container's security context, each as lines below its name, without indentation. */
const CONTEXTS: Readonly<Record<string, readonly string[]>> = {
  absent: [],
  empty: ["securityContext:"],
  "empty with comments": ["securityContext: # later", "  # runAsUser: 1000"],
  null: ["securityContext: null"],
  braces: ["securityContext: {}"],
  "braces with a field": ["securityContext: {readOnlyRootFilesystem: true} # keep"],
  block: ["securityContext:", "  readOnlyRootFilesystem: true # keep"],
  "block with capabilities": [
    "securityContext:",
    "  capabilities:",
    "    drop:",
    "    - NET_RAW",
    "    add: [NET_BIND_SERVICE]",
  ],
  "flow list": ["securityContext:", "  capabilities: {drop: [NET_RAW]}"],
  "lower case": ["securityContext:", "  capabilities:", "    drop: [all]"],
  "wrong values": ["securityContext:", "  allowPrivilegeEscalation: true # !", "  runAsNonRoot: false"],
  "quoted values": ["securityContext:", "  seccompProfile:", '    type: "Unconfined" # why', "  privileged: false"],
};

/** The ends of a container, after its security context. */
const ENDS: Readonly<Record<string, readonly string[]>> = {
  nothing: [],
  "a comment": ["# end of the container"],
  "a block scalar": ["args:", "- |", "  one", "", "  two"],
};

/** Ways to write a Deployment around the lines of a container. */
const FRAMES: Readonly<Record<string, (container: readonly string[]) => string>> = {
  "lists in the column of their key": (container) => deployment(container, 2, 0),
  "indented lists": (container) => deployment(container, 2, 2),
  "four columns": (container) => deployment(container, 4, 4),
};

function deployment(container: readonly string[], step: number, dash: number): string {
  const pad = (level: number): string => " ".repeat(level * step);
  const list = pad(3) + " ".repeat(dash);
  const lines = container.map((line, index) =>
    `${list}${index === 0 ? "- " : line === "" ? "" : "  "}${line}`.trimEnd(),
  );
  return [
    "# A Deployment.",
    "apiVersion: apps/v1",
    "kind: Deployment",
    "metadata:",
    `${pad(1)}name: web`,
    "spec:",
    `${pad(1)}selector: {matchLabels: {app: web}}`,
    `${pad(1)}template:`,
    `${pad(2)}metadata: {labels: {app: web}}`,
    `${pad(2)}spec:`,
    `${pad(3)}containers:`,
    ...lines,
    "",
  ].join("\n");
}

const BLOCKS: readonly Shape[] = Object.entries(FRAMES).flatMap(([frame, write]) =>
  Object.entries(CONTEXTS).flatMap(([context, lines]) =>
    Object.entries(ENDS).map(([end, rest]) => ({
      name: `${frame}, context ${context}, then ${end}`,
      text: write(["name: web # main", "image: example.com/web:1", ...lines, ...rest]),
    })),
  ),
);

const POD = { apiVersion: "v1", kind: "Pod", metadata: { name: "web" } };
const CONTAINER = { name: "web", image: "example.com/web:1" };

function pod(container: object, spec: object = {}): object {
  return { ...POD, spec: { ...spec, containers: [container] } };
}

/** Texts of other structures. */
const OTHERS: Readonly<Record<string, string>> = {
  "JSON on one line": JSON.stringify(pod(CONTAINER)),
  "JSON with spaces":
    '{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "web", "securityContext": {}}]}}\n',
  "JSON with an indentation of two": `${JSON.stringify(pod({ ...CONTAINER, securityContext: {} }), null, 2)}\n`,
  "JSON with tabs": `${JSON.stringify(pod({ ...CONTAINER, securityContext: { privileged: false } }), null, "\t")}\n`,
  "JSON with null": `${JSON.stringify(pod({ ...CONTAINER, securityContext: null }, { securityContext: null }), null, 2)}\n`,
  "two JSON values": `${JSON.stringify(pod(CONTAINER))}\n${JSON.stringify(pod({ ...CONTAINER, name: "b" }))}\n`,
  "a JSON list": `${JSON.stringify({ apiVersion: "v1", kind: "List", items: [pod(CONTAINER), pod(CONTAINER)] }, null, 2)}\n`,
  "one line of braces": "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: web}]}} # end\n",
  "braces on several lines":
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {\n  containers: [ # all\n    {name: web,\n     image: a}, # last\n  ],\n}\n",
  "several documents":
    "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: '{{ x }}'}\n---\n# pod\napiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: web\n---\n",
  "a YAML list":
    "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n  spec:\n    containers:\n    - name: a\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: b\n  spec:\n    containers:\n      - name: b\n",
  "a CronJob":
    "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: job\nspec:\n  schedule: '@daily'\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: Never\n          initContainers:\n          - {name: a, image: b}\n          containers:\n          - image: c\n            name: c\n",
  "a custom resource":
    "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n      - name: web\n",
  "the end of the document without a line break":
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: b",
  "a hyphen in a line of its own":
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    -\n      name: a\n    - # second\n      name: b\n",
  "an anchor of the whole template":
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: &spec\n  containers: [{name: a}]\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: b}\nspec:\n  containers:\n  - &one\n    name: a\n  - *one\n",
  "a merge key":
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - <<: {image: b}\n    name: a\n",
  "an annotation with another seccomp profile":
    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations: {seccomp.security.alpha.kubernetes.io/pod: localhost/a.json}\nspec:\n  containers:\n  - name: a\n",
  "a tag": "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: !!map\n  containers:\n  - name: a\n",
  "a duplicate key":
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n  containers:\n  - name: b\n",
  "a template action in a comment":
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  # {{ if }}\n  containers:\n  - name: a\n",
  "output of Helm":
    "---\n# Source: web/templates/pod.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n",
};

/** All shapes by name. */
export const SHAPES: readonly Shape[] = [...BLOCKS, ...Object.entries(OTHERS).map(([name, text]) => ({ name, text }))];

const HEAD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n";

/** Pods from which an edit at baseline takes something away. */
export const REMOVALS: readonly Shape[] = Object.entries({
  "the only field of a security context": `${HEAD}spec:\n  containers:\n  - name: a\n    securityContext:\n      procMount: Unmasked # why\n    image: b\n`,
  "the last field, with its comment": `${HEAD}spec:\n  containers:\n  - name: a\n    securityContext:\n      runAsUser: 1\n      # unconfined\n      seccompProfile: {type: Unconfined}\n`,
  "a field between two": `${HEAD}spec:\n  containers:\n  - name: a\n    securityContext:\n      runAsUser: 1\n      # profile\n      seccompProfile:\n        type: Unconfined\n      # group\n      runAsGroup: 2\n`,
  "the first key of an item": `${HEAD}spec:\n  containers:\n  - name: a\n    ports:\n    - hostPort: 80\n      containerPort: 80\n    - hostPort: 81 # http\n      # inside\n      containerPort: 81\n    - {hostPort: 82, containerPort: 82, hostIP: 1.2.3.4}\n    - {containerPort: 83, hostPort: 83}\n`,
  "items of a block list": `${HEAD}spec:\n  containers:\n  - name: a\n    securityContext:\n      capabilities:\n        add:\n        - NET_ADMIN # net\n        # time\n        - CAP_CHOWN\n        - SYS_TIME\n`,
  "items of a flow list": `${HEAD}spec:\n  containers:\n  - name: a\n    securityContext:\n      capabilities: {add: [NET_ADMIN, KILL, SYS_TIME, CHOWN, SYS_PTRACE]}\n`,
  "all items of a list": `${HEAD}spec:\n  containers:\n  - name: a\n    securityContext:\n      capabilities:\n        add: [NET_ADMIN]\n        drop: [ALL]\n`,
  "an annotation": `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n    a: b\n    container.apparmor.security.beta.kubernetes.io/a: unconfined\nspec:\n  containers:\n  - name: a\n`,
  "the host of a probe": `${HEAD}spec:\n  containers:\n  - name: a\n    livenessProbe:\n      httpGet:\n        host: 127.0.0.1\n        port: 80\n`,
  sysctls: `${HEAD}spec:\n  securityContext:\n    sysctls:\n    - name: kernel.msgmax\n      value: "1"\n    - name: net.ipv4.tcp_syncookies\n      value: "1"\n  containers:\n  - name: a\n`,
  "all sysctls": `${HEAD}spec:\n  securityContext:\n    sysctls: [{name: kernel.msgmax, value: "1"}]\n  containers:\n  - name: a\n`,
  "SELinux options": `${HEAD}spec:\n  securityContext:\n    seLinuxOptions:\n      type: spc_t\n      user: u\n      level: s0\n  containers:\n  - name: a\n    securityContext: {seLinuxOptions: {role: r}}\n`,
  "the last lines of a text without a line break": `${HEAD}spec:\n  containers:\n  - name: a\n    securityContext:\n      seccompProfile:\n        type: Unconfined`,
  "a host port with hostNetwork": `${HEAD}spec:\n  hostNetwork: true\n  containers:\n  - name: a\n    ports: [{containerPort: 80}]\n`,
  "JSON with an indentation": `${JSON.stringify(
    {
      ...POD,
      spec: {
        containers: [
          {
            name: "a",
            ports: [
              { hostPort: 80, containerPort: 80 },
              { containerPort: 81, hostPort: 81 },
            ],
            securityContext: { procMount: "Unmasked" },
          },
        ],
      },
    },
    null,
    2,
  )}\n`,
  "JSON on one line": JSON.stringify({
    ...POD,
    spec: { containers: [{ name: "a", securityContext: { capabilities: { add: ["NET_RAW", "KILL"] } } }] },
  }),
}).map(([name, text]) => ({ name, text }));
