import assert from 'node:assert/strict';
import { type AttemptCounter, type LockoutLimits, milliseconds } from '@sallyport/core';
import type { AttemptAnswer, AttemptAsked, AttemptRef, BeginStep } from '@sallyport/engine';
import { HOUR, MINUTE } from './sample-records.ts';
import { begin, type Scene } from './scene.ts';

/**
 * Five guesses in a quarter of an hour; locks of 10, 20 and 60 minutes; a hundred guesses in all. Every guess is a failure from the moment
 * it is counted, as a mail is.
 */
export const LIMITS: LockoutLimits = {
  maxFailures: 5,
  window: milliseconds(15 * MINUTE),
  lockLengths: [milliseconds(10 * MINUTE), milliseconds(20 * MINUTE), HOUR],
  hardLimit: 100,
  judgedWithin: milliseconds(0),
};

/** The same for guesses that are open until they are judged, for half a minute at most. */
export const JUDGED: LockoutLimits = { ...LIMITS, judgedWithin: milliseconds(30_000) };

/** The unknown identifier that is guessed at where a test names no other. */
export const SUBJECT = 'hash-of-nobody';

/** A guess at the password of {@link SUBJECT}, but for what is given. */
export async function guess(
  scene: Scene,
  asked: Partial<AttemptAsked> = {},
  step: Partial<BeginStep> = {},
): Promise<AttemptAnswer> {
  const attempt = { authenticator: 'password', limits: LIMITS, subjectIfUnknown: SUBJECT, perDevice: true, ...asked };
  return (await begin(scene, { ...step, attempt })).attempt;
}

/** A guess that has to be admitted. */
export async function admitted(
  scene: Scene,
  asked: Partial<AttemptAsked> = {},
  step: Partial<BeginStep> = {},
): Promise<AttemptRef> {
  return refOf(await guess(scene, asked, step));
}

/** What names the guess; throws where it was not counted. */
export function refOf(answer: AttemptAnswer): AttemptRef {
  assert.equal(answer.outcome, 'counted');
  return answer.ref;
}

/** The counter of the strangers, or of a device; `undefined` if it holds nothing. */
export async function counterOf(
  { store, tenant }: Scene,
  subject: string = SUBJECT,
  authenticator: string = 'password',
  device?: string,
): Promise<AttemptCounter | undefined> {
  const listed = await store.listCounters(tenant, [subject]);
  return listed.find((view) => view.authenticator === authenticator && view.device === device)?.counter;
}

/** What was guessed in the window and since the last grant. */
export async function guessesOf(scene: Scene, ...place: Place): Promise<{ recent: number; total: number }> {
  const counter = await counterOf(scene, ...place);
  return { recent: counter?.recent ?? 0, total: counter?.total ?? 0 };
}

type Place = [subject?: string, authenticator?: string, device?: string];
