import { isRecord } from "../../../src/api/record.ts";
import type { FieldPath } from "../../../src/api/field-path.ts";
import { readDocuments } from "../../../src/text/documents.ts";
import type { Secrets } from "./secrets.ts";

/**
 * A manifest with a value in every kind of place where a user may keep a secret.
 *
 * @param typed makes the value of a field that is not a string, from the right value
 */
export function manifest(value: () => string, typed: (right: string) => string = (right) => right): string {
  return `# ${comment(value())}
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: baseline
    team: ${value()}
  annotations:
    owner: ${value()}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: ${value()}
    note: |
      ${comment(value())}
spec:
  replicas: ${typed("2")}
  revisionHistoryLimit: 3 # ${comment(value())}
  selector: {matchLabels: {app: ${value()}}}
  template:
    metadata:
      labels: {app: web}
      annotations:
        token: ${value()}
    spec:
      # ${comment(value())}
      hostNetwork: ${typed("true")}
      nodeSelector:
        disk: ${value()}
      tolerations:
      - key: k
        value: ${value()}
      imagePullSecrets:
      - name: pull
      containers:
      - name: web
        image: ${value()}
        command: [run, ${value()}]
        args:
        - --password=${value()}
        - ${value()}
        env:
        - name: PASSWORD
          value: ${value()}
        - name: OTHER
          value: ${value()}
          valueFrom:
            secretKeyRef: {name: s, key: ${value()}}
        livenessProbe:
          httpGet:
            port: ${typed("80")}
            httpHeaders:
            - name: Authorization
              value: ${value()}
        ports:
        - containerPort: 80
          hostPort: 80
        securityContext:
          privileged: true
          runAsUser: ${typed("0")}
      volumes:
      - name: data
        hostPath: {path: /var}
      - name: disk
        csi:
          driver: d
          volumeAttributes: {password: ${value()}}
      - name: flex
        flexVolume:
          driver: d
          options: {password: ${value()}}
      - name: other
        newVolume: {password: ${value()}}
---
apiVersion: v1
kind: Secret
metadata:
  name: s
  namespace: shop
data:
  password: ${value()}
stringData:
  other: ${value()}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: c
  namespace: shop
data:
  config: |
    ${comment(value())}
---
apiVersion: example.com/v1
kind: Thing
metadata: {name: t, namespace: shop}
spec:
  password: ${value()}
---
apiVersion: v1
kind: Pod
metadata:
  name: bare
  namespace: shop
spec:
  containers:
  - name: c
    env:
    - {name: TOKEN, value: ${value()}}
`;
}

/** A value as one line, for a comment or a text. */
function comment(value: string): string {
  return value.replaceAll("\n", " ");
}

/**
 * The fields that outputs show: names, kinds, and the values that a check judges, which the API server's own messages quote. After a
 * mutation, such a field may contain a secret.
 */
const SHOWN_FIELDS =
  /^(?:name|path|generateName|namespace|kind|apiVersion|type|procMount|user|role|uid|manager|host|pod-security\.kubernetes\.io\/.*|(?:container\.)?(?:seccomp|apparmor).*)$/;
const SHOWN_LISTS: ReadonlySet<string> = new Set(["add", "drop"]);

/** The secrets in places of a text that outputs show: in a key, or in one of the fields of names and judged values. */
export function shownIn(text: string, secrets: Secrets): ReadonlySet<string> {
  const shown = new Set<string>();
  const add = (words: string): void => {
    for (const secret of secrets.foundIn(words)) shown.add(secret);
  };
  const walk = (value: unknown, path: FieldPath): void => {
    const isShown = SHOWN_FIELDS.test(String(path.at(-1))) || SHOWN_LISTS.has(String(path.at(-2)));
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(item, [...path, index]);
    } else if (isRecord(value)) {
      for (const [key, field] of Object.entries(value)) {
        add(key);
        walk(field, [...path, key]);
      }
    } else if (isShown) {
      add(String(value));
    }
  };
  for (const document of readDocuments(text)) if ("value" in document) walk(document.value, []);
  return shown;
}
