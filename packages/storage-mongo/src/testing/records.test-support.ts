import type { BeginStep, Commit } from '@sallyport/engine';
import {
  ACME,
  accountId,
  change,
  device,
  event,
  LIMITS,
  NOW,
  RECIPIENTS,
  session,
} from '@sallyport/test-support/stores/records';

export * from '@sallyport/test-support/stores/records';
export { ACME as TENANT, accountId as idOf } from '@sallyport/test-support/stores/records';

/** A step with a guess at the password of an unknown identifier. */
export function guess(subjectIfUnknown: string): BeginStep {
  const attempt = { authenticator: 'password', limits: LIMITS, subjectIfUnknown, perDevice: true };
  return { tenant: ACME, now: NOW, knownPolicy: 0, attempt };
}

/** The commit of a granted sign-in, as the engine writes it. */
export function grant(id: string, owner: string): Commit {
  return change({
    guards: { flow: { id, version: 1 }, account: { id: accountId(owner), version: 1 }, policy: 0 },
    newSession: { session: session(id, owner), consumes: { flowId: id } },
    device: device(owner, `device-of-${id}`),
    clearCounters: { subject: owner, by: 'stranger' },
    events: [event(`event-of-${id}`, { accountId: accountId(owner), recipients: RECIPIENTS })],
  });
}
