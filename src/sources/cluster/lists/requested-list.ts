import { isUserError } from "../../../api/user-error.ts";
import type { Page, Refused } from "./pages/pager.ts";

/** The connection is lost, or the credentials have expired: this list ends, and no other is requested. */
export type Lost = Omit<Refused, "type"> & {
  readonly type: "lost";
  /** The message without its hint, which is shown once. */
  readonly cause: string;
};

/** A list whose first page has been requested. */
export interface RequestedList {
  readonly first: Promise<IteratorResult<Page, undefined>>;
  readonly rest: AsyncGenerator<Page, undefined>;
}

/** Requests the first page of a list. */
export function request(rest: AsyncGenerator<Page, undefined>): RequestedList {
  return { first: abandonable(rest.next()), rest };
}

/** Starts a generator at once, so that its first requests do not wait until somebody reads it. */
export function startEarly<T>(rest: AsyncGenerator<T, undefined>): AsyncGenerator<T, undefined> {
  return continued(abandonable(rest.next()), rest);
}

async function* continued<T>(
  first: Promise<IteratorResult<T, undefined>>,
  rest: AsyncGenerator<T, undefined>,
): AsyncGenerator<T, undefined> {
  for (let found = await first; found.done !== true; found = await rest.next()) yield found.value;
}

/** Prevents the failure of an answer from becoming an unhandled rejection if its reader stops before. */
export function abandonable<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => {});
  return answer;
}

/** Reads the pages of a list. If the connection is lost, the last page says so. */
export async function* untilLost({ first, rest }: RequestedList): AsyncGenerator<Page | Lost, undefined> {
  try {
    yield* continued(first, rest);
  } catch (error) {
    if (!isUserError(error)) throw error;
    const message = [error.message, ...error.hintLines].join(". ");
    yield { type: "lost", message, cause: error.message, isForbidden: false };
  }
}
