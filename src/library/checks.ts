import type { CheckDeclaration } from "../api/checks/check-declaration.ts";
import { CHECKS } from "../policy/checks.ts";
import { frozenCopy } from "./plain-value.ts";

/** The declarations of all checks, in the order of evaluation: the baseline ones, then the restricted ones. They are frozen. */
export const checks: readonly CheckDeclaration[] = frozenCopy<readonly CheckDeclaration[]>(CHECKS);
