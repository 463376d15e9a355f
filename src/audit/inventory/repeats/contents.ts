import { evaluateTemplate } from "../../workload/workloads.ts";
import { LEVELS } from "../../../api/level.ts";
import type { Evaluator, LevelVersion } from "../../../policy/evaluator.ts";
import { minorVersion } from "../../../policy/version.ts";
import type { WorkloadObject } from "../../../workloads/object.ts";
import { groupKindOf, isMirrorPod, podsOf } from "../../../workloads/identity.ts";
import { controllerOf } from "../../../workloads/owners.ts";
import { bigintAsText } from "../../../api/record.ts";

/** Returns a text that is the same for two objects if every report has the same facts about them. */
export type ContentsOf = (object: WorkloadObject) => string;

/**
 * Creates a ContentsOf that compares the verdicts of an evaluator at every level and version. Fields that no check reads, such as an image,
 * make no difference, nor do places in a file.
 */
export function createContentsOf(evaluator: Evaluator): ContentsOf {
  const policies = distinctPolicies(evaluator);
  return (object) => {
    const { kind, metadata, replicas, isFinished, rejection } = object;
    const judged = podsOf(object).map((template) => {
      const { pod, templateName } = template;
      // Many policies share one verdict. The evaluation returns the same object for each of them.
      const evaluation = evaluateTemplate({ evaluator }, object, template);
      const verdicts = new Map<unknown, number>();
      for (const [index, policy] of policies.entries()) {
        for (const verdict of evaluation.violations(policy)) {
          if (!verdicts.has(verdict)) verdicts.set(verdict, index);
        }
      }
      return [templateName, pod.spec.runtimeClassName, [...verdicts]];
    });
    const owner = controllerOf(metadata);
    return JSON.stringify(
      [
        isMirrorPod({ kind, metadata }),
        owner && [groupKindOf({ apiVersion: owner.apiVersion ?? "", kind: owner.kind ?? "" }), owner.name],
        replicas,
        isFinished,
        rejection?.message,
        judged,
      ],
      bigintAsText,
    );
  };
}

/** Each level at each version that differs from the one before. */
function distinctPolicies(evaluator: Evaluator): readonly LevelVersion[] {
  const versions = Array.from({ length: evaluator.maxMinor + 1 }, (_, minor) => minorVersion(minor));
  return LEVELS.filter((level) => level !== "privileged").flatMap((level) =>
    versions
      .map((version) => ({ level, version }))
      .filter((policy, index, all) => {
        const before = all[index - 1];
        return before === undefined || !evaluator.hasSameChecks(before, policy);
      }),
  );
}
