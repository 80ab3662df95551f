import assert from 'node:assert/strict';
import { type AttemptCounter, type LockoutLimits, milliseconds } from '@sallyport/core';
import type { AttemptAnswer, AttemptAsked, AttemptRef, BeginStep } from '@sallyport/engine';
import { HOUR, MINUTE } from './sample-records.ts';
import { begin, type Scene } from './scene.ts';

/**
 * Limits for tests: five guesses in 15 minutes; locks of 10, 20 and 60 minutes; at most a hundred guesses. `judgedWithin` is zero, so every
 * guess counts as a failure immediately, as a mail does.
 */
export const LIMITS: LockoutLimits = {
  maxFailures: 5,
  window: milliseconds(15 * MINUTE),
  lockLengths: [milliseconds(10 * MINUTE), milliseconds(20 * MINUTE), HOUR],
  hardLimit: 100,
  judgedWithin: milliseconds(0),
};

/** The same limits, but a guess stays open for up to 30 seconds until it is judged. */
export const JUDGED: LockoutLimits = { ...LIMITS, judgedWithin: milliseconds(30_000) };

/** The default subject of guesses: an unknown identifier. */
export const SUBJECT = 'hash-of-nobody';

/** Guesses the password of {@link SUBJECT}, unless the arguments differ. */
export async function guess(
  scene: Scene,
  asked: Partial<AttemptAsked> = {},
  step: Partial<BeginStep> = {},
): Promise<AttemptAnswer> {
  const attempt = { authenticator: 'password', limits: LIMITS, subjectIfUnknown: SUBJECT, perDevice: true, ...asked };
  return (await begin(scene, { ...step, attempt })).attempt;
}

/** Makes a guess that must be admitted. */
export async function admitted(
  scene: Scene,
  asked: Partial<AttemptAsked> = {},
  step: Partial<BeginStep> = {},
): Promise<AttemptRef> {
  return refOf(await guess(scene, asked, step));
}

/** The reference of a counted guess. Throws if the guess was not counted. */
export function refOf(answer: AttemptAnswer): AttemptRef {
  assert.equal(answer.outcome, 'counted');
  return answer.ref;
}

/** The counter of the strangers, or of a device. Returns `undefined` if the counter is empty. */
export async function counterOf(
  { store, tenant }: Scene,
  subject: string = SUBJECT,
  authenticator: string = 'password',
  device?: string,
): Promise<AttemptCounter | undefined> {
  const listed = await store.listCounters(tenant, [subject]);
  return listed.find((view) => view.authenticator === authenticator && view.device === device)?.counter;
}

/** The number of guesses in the window, and since the last grant. */
export async function guessesOf(scene: Scene, ...place: Place): Promise<{ recent: number; total: number }> {
  const counter = await counterOf(scene, ...place);
  return { recent: counter?.recent ?? 0, total: counter?.total ?? 0 };
}

type Place = [subject?: string, authenticator?: string, device?: string];
