import { showFieldPath, type FieldPath } from "../../api/field-path.ts";
import type { ObjectMeta, Pod } from "../../api/pod.ts";
import { isRecord } from "../../api/record.ts";
import type { CustomKind } from "../../workloads/custom/custom-kind.ts";
import { fillMerged, fillMissing } from "../../workloads/custom/pods/fill-missing.ts";
import { placeOf, type FoundPod } from "../../workloads/custom/pods/found-pod.ts";
import { hasRunEnded } from "../../workloads/custom/kinds/run-status.ts";
import { defaultTemplate } from "../../workloads/defaults.ts";
import type { CustomFacts, PodInObject, Source, WorkloadObject, WrittenObject } from "../../workloads/object.ts";
import { controllerOf } from "../../workloads/owners.ts";
import type { DocumentPlace } from "../document-place.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A custom resource that contains pods. It looks up its place late, for the reason that LocatedWorkload gives. */
export class CustomWorkload implements WorkloadObject {
  readonly type = "workload";
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly pod: Pod;
  readonly podPath: FieldPath;
  declare readonly templateName?: string;
  declare readonly fieldPath?: (field: FieldPath) => FieldPath;
  declare readonly others?: readonly PodInObject[];
  declare readonly replicas?: number;
  readonly isFinished: boolean;
  readonly custom: CustomFacts;
  readonly #at: { readonly path: FieldPath; readonly place: DocumentPlace };

  /**
   * @param pods the decoded pods of the object, at least one
   * @param unjudged the fields that can set any field of its pods, and that are not judged
   */
  constructor(
    object: Fields,
    { apiVersion, kind, metadata }: Pick<WorkloadObject, "apiVersion" | "kind" | "metadata">,
    known: CustomKind,
    pods: readonly FoundPod[],
    unjudged: readonly FieldPath[],
    at: { readonly path: FieldPath; readonly place: DocumentPlace },
  ) {
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.metadata = metadata;
    const [first, ...others] = pods.map(podInObject);
    this.pod = first?.pod ?? { spec: {} };
    this.podPath = first?.podPath ?? [];
    if (first?.templateName !== undefined) this.templateName = first.templateName;
    if (first?.fieldPath !== undefined) this.fieldPath = first.fieldPath;
    if (others.length > 0) this.others = others;
    const replicas = isRecord(object["spec"]) ? object["spec"]["replicas"] : undefined;
    // The replicas of several templates have their own numbers, and an owner decides those of its objects.
    const isCounted = pods.length === 1 && typeof replicas === "number" && controllerOf(metadata) === undefined;
    if (isCounted) this.replicas = replicas;
    this.isFinished = known.isRun === true && hasRunEnded(object["status"]);
    this.custom = {
      isPartial: pods.some(({ template }) => template.isPartial === true || template.merged !== undefined),
      isRun: known.isRun === true,
      isClusterScoped: known.isClusterScoped === true,
      unjudged: unjudged.map(showFieldPath),
    };
    this.#at = at;
  }

  get source(): Source {
    return this.#at.place.source(this.#at.path);
  }

  get value(): unknown {
    return this.#at.place.value(this.#at.path);
  }

  get written(): WrittenObject | undefined {
    return this.#at.place.written(this.#at.path);
  }

  locate(field: FieldPath): ReturnType<WorkloadObject["locate"]> {
    return this.#at.place.locate([...this.#at.path, ...field]);
  }
}

function podInObject({ value, path, name, places, template }: FoundPod): PodInObject {
  const { metadata, spec } = value;
  const written = { ...(isRecord(metadata) && { metadata }), spec: isRecord(spec) ? spec : {} };
  const pod = defaultTemplate(written);
  const { merged, isPartial } = template;
  const isPlain = places.length === 1 && places[0]?.inPod.length === 0;
  return {
    pod: isPartial === true ? fillMissing(pod) : merged === undefined ? pod : fillMerged(pod, merged),
    podPath: path,
    ...(name !== "" && { templateName: name }),
    ...(!isPlain && { fieldPath: (field: FieldPath) => placeOf(places, field) }),
  };
}
