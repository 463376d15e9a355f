import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { loadAll } from "js-yaml";

export type Labels = Readonly<Record<string, string>>;

export interface Selector {
  readonly matchLabels: Labels;
}

export interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly readinessProbe?: { readonly httpGet: { readonly path: string; readonly port: string | number } };
  readonly resources: { readonly limits: { readonly memory: string } };
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly securityContext: { readonly readOnlyRootFilesystem: boolean };
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Labels };
  readonly spec: {
    readonly serviceAccountName?: string;
    readonly automountServiceAccountToken?: boolean;
    readonly nodeSelector: Labels;
    readonly securityContext: {
      readonly runAsUser: number;
      readonly fsGroup: number;
      readonly seLinuxOptions: { readonly level: string };
    };
    readonly affinity?: {
      readonly podAffinity: {
        readonly requiredDuringSchedulingIgnoredDuringExecution: readonly {
          readonly topologyKey: string;
          readonly labelSelector: Selector;
        }[];
      };
    };
    readonly containers: readonly Container[];
    readonly volumes: readonly { readonly persistentVolumeClaim: { readonly claimName: string } }[];
  };
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
}

/** The kinds in deploy/kubernetes.yaml, with the fields that tests read. */
interface Kinds {
  readonly Namespace: object;
  readonly ServiceAccount: { readonly automountServiceAccountToken: boolean };
  readonly ClusterRole: Role;
  readonly ClusterRoleBinding: object;
  readonly PersistentVolumeClaim: { readonly spec: { readonly accessModes: readonly string[] } };
  readonly CronJob: {
    readonly spec: {
      readonly schedule: string;
      readonly concurrencyPolicy: string;
      readonly jobTemplate: { readonly spec: { readonly template: PodTemplate } };
    };
  };
  readonly Deployment: {
    readonly spec: {
      readonly replicas: number;
      readonly strategy: { readonly type: string };
      readonly selector: Selector;
      readonly template: PodTemplate;
    };
  };
  readonly Service: {
    readonly spec: {
      readonly selector: Labels;
      readonly ports: readonly {
        readonly name: string;
        readonly port: number;
        readonly targetPort: string | number;
      }[];
    };
  };
}

/** A role. */
export interface Role {
  readonly rules: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

/** An object of a kind that the tests read. */
export type Manifest<K extends keyof Kinds> = { readonly kind: K; readonly metadata: Metadata } & Kinds[K];

/** deploy/kubernetes.yaml. */
export const MANIFESTS = loadAll(readFileSync("deploy/kubernetes.yaml", "utf8")) as readonly Manifest<keyof Kinds>[];

/** The only object of a kind. */
export function one<K extends keyof Kinds>(kind: K): Manifest<K> {
  const [found, another] = MANIFESTS.filter((object): object is Manifest<K> => object.kind === kind);
  assert.ok(found !== undefined && another === undefined, kind);
  return found;
}

/** The permissions of a role, as the audit log of an API server names them: `list pods`. */
export function allowedBy({ rules }: Role): readonly string[] {
  return rules
    .flatMap(({ resources, verbs }) => resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}`)))
    .toSorted();
}

/** Whether labels match a selector. */
export function selects(selector: Labels, labels: Labels): boolean {
  return Object.keys(selector).length > 0 && Object.entries(selector).every(([name, value]) => labels[name] === value);
}
