import { evaluateTemplate } from "../../workload/workloads.ts";
import type { Evaluator, PodEvaluation } from "../../../policy/evaluator.ts";
import { areJudgedAlike, judgedPartsOf, type JudgedParts } from "../../../policy/judged-alike.ts";
import type { PodInObject, WorkloadObject } from "../../../workloads/object.ts";

/** A pod that was evaluated. */
interface Evaluated {
  readonly parts: JudgedParts;
  readonly isCustom: boolean;
  readonly evaluation: PodEvaluation;
}

/**
 * Evaluates the pods of an inventory. The pods of a controller follow each other, and nearly all of them are judged alike: they share an evaluation, so that each
 * check runs once for all of them.
 */
export class Evaluations {
  readonly #evaluator: Evaluator;
  #last: Evaluated | undefined;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  /** The evaluation of a pod of an object: that of the pod before, if all checks find the same in both. */
  of(object: WorkloadObject, template: PodInObject): PodEvaluation {
    // A pod that fails here is not remembered.
    const parts = judgedPartsOf(template.pod);
    const isCustom = object.custom !== undefined;
    const last = this.#last;
    if (last !== undefined && last.isCustom === isCustom && areJudgedAlike(last.parts, parts)) return last.evaluation;
    const evaluation = evaluateTemplate({ evaluator: this.#evaluator }, object, template);
    this.#last = { parts, isCustom, evaluation };
    return evaluation;
  }
}
