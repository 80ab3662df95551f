import type { Reply } from './client.ts';

/** For `toMatchObject`: a refusal with this problem. */
export function problem(status: number, code: string): object {
  return { status, body: { status, code } };
}

/** For `toMatchObject`: a complete sign-in, with a session of this strength (default: any strength). */
export function complete(strength?: string): object {
  return { status: 200, body: { status: 'complete', session: strength === undefined ? {} : { strength } } };
}

/** For `toMatchObject`: the server asks for another proof. {@link accepted} lists the methods. */
export const continues = { status: 200, body: { status: 'continue' } };

/** For `toMatchObject`: the server asks for a set-up. {@link offered} lists the factors. */
export const asksToEnroll = { status: 200, body: { status: 'enroll' } };

/** The methods that a flow accepts now, in alphabetical order. */
export function accepted(reply: Reply): readonly string[] {
  return (reply.body.accept ?? []).map(({ method }) => method).sort();
}

/** The factors that a flow offers to set up, in alphabetical order. */
export function offered(reply: Reply): readonly string[] {
  return (reply.body.offer ?? []).map(({ method }) => method).sort();
}

/** The number of replies for each status: `{ 200: 1, 401: 19 }`. */
export function tally(replies: readonly Reply[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Calls `call` several times at once. */
export function atOnce<Result>(times: number, call: (index: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => call(index)));
}
