import { VOLUME_MESSAGES } from "./volume-messages.ts";
import { LENGTH, VARINT } from "./wire-types.ts";

/**
 * The fields that are read of the API server's messages in protocol buffers. Each field is `number name type`, after generated.proto of k8s.io/api
 * and k8s.io/apimachinery v0.37.2, with the names in JSON.
 *
 * A type is the name of another message, "string", "bytes", "bool", "int" (of 32 or 64 bits), "json" for JSON in bytes, "time" for a time in
 * seconds, "microTime" for one in microseconds, "set" for a message whose presence alone counts, or "strings" for a map of strings. "[]" before a type marks a repeated field. "..." is the name of a message that Go embeds,
 * which has no name in JSON. "?" after a scalar means that JSON omits an empty, false or zero value. Every list has the same two fields; its items are
 * bytes at first, and decoded one by one.
 *
 * All other fields are skipped, which costs nothing. Among them are managedFields and most of the status, half of a pod.
 */
const MESSAGES: Readonly<Record<string, string>> = {
  Unknown: "1 typeMeta TypeMeta, 2 raw bytes",
  TypeMeta: "1 apiVersion string?, 2 kind string?",
  ListMeta: "3 continue string?, 4 remainingItemCount int",
  Status: "1 metadata ListMeta, 3 message string?",
  ObjectMeta:
    "1 name string?, 2 generateName string?, 3 namespace string?, 5 uid string?, 7 generation int?, 8 creationTimestamp time, 11 labels strings, 12 annotations strings, 13 ownerReferences []OwnerReference",
  OwnerReference: "5 apiVersion string, 1 kind string, 3 name string, 6 controller bool",

  Namespace: "1 metadata NamespaceMeta",
  NamespaceMeta:
    "1 name string?, 5 uid string?, 9 deletionTimestamp time, 11 labels strings, 12 annotations strings, 17 managedFields []ManagedFieldsEntry",
  ManagedFieldsEntry: "1 manager string?, 4 time time, 7 fieldsV1 json",
  Pod: "1 metadata ObjectMeta, 2 spec PodSpec, 3 status PodStatus",
  PodStatus: "1 phase string?",
  PodTemplate: "1 metadata ObjectMeta, 2 template PodTemplateSpec",
  ReplicationController:
    "1 metadata ObjectMeta, 2 spec ReplicationControllerSpec, 3 status ReplicationControllerStatus",
  ReplicationControllerSpec: "1 replicas int, 3 template PodTemplateSpec",
  ReplicationControllerStatus: "1 replicas int, 3 observedGeneration int?, 6 conditions []Condition",
  Deployment: "1 metadata ObjectMeta, 2 spec DeploymentSpec, 3 status DeploymentStatus",
  DeploymentSpec: "1 replicas int, 3 template PodTemplateSpec",
  DeploymentStatus: "1 observedGeneration int?, 3 updatedReplicas int?, 6 conditions []Condition",
  ReplicaSet: "1 metadata ObjectMeta, 2 spec ReplicaSetSpec, 3 status ReplicaSetStatus",
  ReplicaSetSpec: "1 replicas int, 3 template PodTemplateSpec",
  ReplicaSetStatus: "1 replicas int, 3 observedGeneration int?, 6 conditions []Condition",
  Condition: "1 type string, 2 status string, 5 message string?",
  StatefulSet: "1 metadata ObjectMeta, 2 spec StatefulSetSpec, 3 status StatefulSetStatus",
  StatefulSetSpec: "1 replicas int, 3 template PodTemplateSpec",
  StatefulSetStatus: "1 observedGeneration int?, 2 replicas int",
  DaemonSet: "1 metadata ObjectMeta, 2 spec DaemonSetSpec, 3 status DaemonSetStatus",
  DaemonSetSpec: "2 template PodTemplateSpec",
  DaemonSetStatus: "1 currentNumberScheduled int, 3 desiredNumberScheduled int, 5 observedGeneration int?",
  CronJob: "1 metadata ObjectMeta, 2 spec CronJobSpec",
  CronJobSpec: "1 schedule string, 5 jobTemplate JobTemplateSpec",
  JobTemplateSpec: "2 spec JobSpec",
  Job: "1 metadata ObjectMeta, 2 spec JobSpec, 3 status JobStatus",
  JobSpec: "1 parallelism int, 2 completions int, 6 template PodTemplateSpec, 10 suspend bool",
  JobStatus: "1 conditions []JobCondition, 2 startTime time, 4 active int?, 5 succeeded int?",
  JobCondition: "1 type string, 2 status string",
  PodTemplateSpec: "1 metadata ObjectMeta, 2 spec PodSpec",

  Event:
    "1 metadata ObjectMeta, 2 involvedObject ObjectReference, 3 reason string?, 4 message string?, 6 firstTimestamp time, 7 lastTimestamp time, " +
    "10 eventTime microTime, 11 series EventSeries",
  ObjectReference: "1 kind string?, 2 namespace string?, 3 name string?, 4 uid string?, 5 apiVersion string?",
  EventSeries: "2 lastObservedTime microTime",

  PodSpec:
    "1 volumes []Volume, 20 initContainers []Container, 2 containers []Container, 34 ephemeralContainers []EphemeralContainer, " +
    "8 serviceAccountName string?, 11 hostNetwork bool?, 12 hostPID bool?, 13 hostIPC bool?, 14 securityContext PodSecurityContext, 29 runtimeClassName string, 36 os PodOS, " +
    "37 hostUsers bool",
  PodOS: "1 name string",
  Container:
    "1 name string, 2 image string?, 6 ports []ContainerPort, 10 livenessProbe Probe, 11 readinessProbe Probe, 22 startupProbe Probe, 12 lifecycle Lifecycle, " +
    "15 securityContext SecurityContext",
  EphemeralContainer: "1 ... Container",
  ContainerPort: "2 hostPort int?, 3 containerPort int",
  Probe: "1 ... Handler",
  Lifecycle: "1 postStart Handler, 2 preStop Handler",
  Handler: "2 httpGet HTTPGetAction, 3 tcpSocket TCPSocketAction",
  HTTPGetAction: "3 host string?",
  TCPSocketAction: "2 host string?",
  PodSecurityContext:
    "1 seLinuxOptions SELinuxOptions, 8 windowsOptions WindowsSecurityContextOptions, 2 runAsUser int, 3 runAsNonRoot bool, 7 sysctls []Sysctl, " +
    "10 seccompProfile SeccompProfile, 11 appArmorProfile AppArmorProfile",
  SecurityContext:
    "1 capabilities Capabilities, 2 privileged bool, 3 seLinuxOptions SELinuxOptions, 10 windowsOptions WindowsSecurityContextOptions, " +
    "4 runAsUser int, 5 runAsNonRoot bool, 7 allowPrivilegeEscalation bool, 9 procMount string, 11 seccompProfile SeccompProfile, " +
    "12 appArmorProfile AppArmorProfile",
  Capabilities: "1 add []string, 2 drop []string",
  SELinuxOptions: "1 user string?, 2 role string?, 3 type string?",
  SeccompProfile: "1 type string",
  AppArmorProfile: "1 type string, 2 localhostProfile string",
  WindowsSecurityContextOptions: "4 hostProcess bool",
  Sysctl: "1 name string",
  ...VOLUME_MESSAGES,
};

/** The type of a field's value. */
export type FieldType =
  | { readonly form: "string" | "bytes" | "json" | "bool" | "int" | "time" | "microTime" | "set" | "strings" }
  | { readonly form: "message" | "embedded"; readonly message: Message };

/** A field that is read. */
export interface Field {
  /** The name in JSON. */
  readonly name: string;
  readonly type: FieldType;
  /** The wire type in which it must be written. */
  readonly wire: number;
  readonly isRepeated: boolean;
  /** Whether JSON omits an empty, false or zero value (`omitempty`). */
  readonly isOmitted: boolean;
}

/** The fields of a message that are read, by their numbers. */
export type Message = readonly (Field | undefined)[];

/** The parsed messages. They never change, so one cache is enough for the process. */
const messages = new Map<string, Message>();

const LIST = "List";

/** The message of a name, parsed on first use; undefined if it is not read. */
export function messageOf(name: string): Message | undefined {
  const known = messages.get(name);
  if (known !== undefined) return known;
  const text = textOf(name) ?? listOf(name);
  if (text === undefined) return undefined;
  const message = parseMessage(text);
  messages.set(name, message);
  return message;
}

function textOf(name: string): string | undefined {
  return Object.hasOwn(MESSAGES, name) ? MESSAGES[name] : undefined;
}

function listOf(name: string): string | undefined {
  const item = name.endsWith(LIST) ? name.slice(0, -LIST.length) : "";
  return textOf(item) === undefined ? undefined : "1 metadata ListMeta, 2 items []bytes";
}

function parseMessage(text: string): Message {
  const fields: (Field | undefined)[] = [];
  for (const field of text.split(", ")) {
    const [number, name = "", type = ""] = field.split(" ");
    const isRepeated = type.startsWith("[]");
    const isOmitted = type.endsWith("?");
    const bare = type.slice(isRepeated ? 2 : 0, isOmitted ? -1 : undefined);
    const fieldType = typeOf(name, bare);
    fields[Number(number)] = { name, type: fieldType, wire: wireOf(fieldType), isRepeated, isOmitted };
  }
  return Array.from(fields);
}

function wireOf({ form }: FieldType): number {
  return form === "bool" || form === "int" ? VARINT : LENGTH;
}

function typeOf(field: string, type: string): FieldType {
  switch (type) {
    case "string":
    case "bytes":
    case "json":
    case "time":
    case "microTime":
    case "bool":
    case "int":
    case "set":
    case "strings":
      return { form: type };
    default:
      return { form: field === "..." ? "embedded" : "message", message: messageOf(type) ?? [] };
  }
}
