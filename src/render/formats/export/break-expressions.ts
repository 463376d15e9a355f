import type { AdmissionPolicy } from "../../../export/policy.ts";
import { celLines } from "../../words/checks/cel-lines.ts";

/** Divides the long expressions of a policy into lines, so that people can review them. CEL ignores line breaks. */
export function breakExpressions(spec: AdmissionPolicy["spec"]): AdmissionPolicy["spec"] {
  const broken = <Item extends { readonly expression: string }>(item: Item): Item => ({
    ...item,
    expression: celLines(item.expression).join("\n"),
  });
  return {
    ...spec,
    ...(spec.matchConditions !== undefined && { matchConditions: spec.matchConditions.map(broken) }),
    variables: spec.variables.map(broken),
    validations: spec.validations.map(({ expression, messageExpression, ...rest }) => ({
      expression: celLines(expression).join("\n"),
      ...(messageExpression !== undefined && { messageExpression: celLines(messageExpression).join("\n") }),
      ...rest,
    })),
  };
}
