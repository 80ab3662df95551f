import type { Reply } from './client.ts';

/** For `toMatchObject`: refused with this problem. */
export function problem(status: number, code: string): object {
  return { status, body: { status, code } };
}

/** For `toMatchObject`: signed in, with a session of this strength where one is named. */
export function complete(strength?: string): object {
  return { status: 200, body: { status: 'complete', session: strength === undefined ? {} : { strength } } };
}

/** For `toMatchObject`: one more proof is asked for; which, say `accepted`. */
export const continues = { status: 200, body: { status: 'continue' } };

/** For `toMatchObject`: something has to be set up; what, says `offered`. */
export const asksToEnroll = { status: 200, body: { status: 'enroll' } };

/** The methods that a flow accepts now, in alphabetical order. */
export function accepted(reply: Reply): readonly string[] {
  return (reply.body.accept ?? []).map(({ method }) => method).sort();
}

/** The factors that a flow offers to set up, in alphabetical order. */
export function offered(reply: Reply): readonly string[] {
  return (reply.body.offer ?? []).map(({ method }) => method).sort();
}

/** How many replies had each status: `{ 200: 1, 401: 19 }`. */
export function tally(replies: readonly Reply[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Calls it this many times at once. */
export function atOnce<Result>(times: number, call: (index: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => call(index)));
}
