import { instant } from '@sallyport/core';
import type { Caller, Enroll, FlowReply, Refusal } from '../api/index.ts';
import { LIFETIMES } from '../api/lifetimes.ts';
import { countedIn, judging } from '../attempts/unjudged.ts';
import { registrationOptions, verifyRegistration } from '../factors/passkey-registration.ts';
import { acceptedStep, newTotpSecret } from '../factors/totp.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { eventsOf } from '../records/events.ts';
import { actorGuard } from '../sessions/still-lives.ts';
import { conclude } from '../step/take-step.ts';
import { passkeyEnrolled, totpEnrolled } from './enrolled.ts';
import { commitInSession } from './in-session.ts';
import { type EnrollmentPlace, enrollmentPlace } from './place.ts';

export function enroll(kernel: Kernel): Enroll {
  return {
    totp: (caller) => beginTotp(kernel, caller),
    confirmTotp: (caller, input) => confirmTotp(kernel, caller, input.code),
    async passkeyOptions(caller) {
      const place = await enrollmentPlace(kernel, caller, 'passkey');
      return 'refused' in place
        ? place
        : registrationOptions(kernel, kernel.policies.known(caller.tenant).policy, place.account, place.boundTo);
    },
    passkey: (caller, input) => registerPasskey(kernel, caller, input),
  };
}

/** A new secret, pending until a code of it is shown: the one in use stays in use. */
async function beginTotp(kernel: Kernel, caller: Caller): Promise<{ secret: string; uri: string } | Refusal> {
  for (;;) {
    const place = await enrollmentPlace(kernel, caller, 'totp');
    if ('refused' in place) return place;
    const { account, now } = place;
    const { secret, sealed, uri } = newTotpSecret(kernel, account, account.identifiers[0] ?? account.id);
    const pendingTotp = { sealed, expiresAt: instant(now + LIFETIMES.pendingTotp) };
    const result = await kernel.commit({
      tenant: caller.tenant,
      now,
      events: [],
      ...(place.kind === 'flow'
        ? {
            guards: { flow: { id: place.flow.id, version: place.flow.version } },
            flow: { ...place.flow, version: place.flow.version + 1, pendingTotp },
          }
        : {
            guards: { ...actorGuard(place.session, account), account: { id: account.id, version: account.version } },
            account: { ...account, version: account.version + 1, pendingTotp },
          }),
    });
    if (result.outcome === 'committed') return { secret, uri };
    if (place.kind === 'flow') return { refused: 'flow-conflict' };
  }
}

async function confirmTotp(kernel: Kernel, caller: Caller, code: string): Promise<FlowReply | Refusal> {
  const place = await enrollmentPlace(kernel, caller, 'totp', { authenticator: 'totp-enrollment' });
  if ('refused' in place) return place;
  const pending = place.kind === 'flow' ? place.flow.pendingTotp : place.account.pendingTotp;
  const step =
    pending === undefined || pending.expiresAt <= place.now
      ? undefined
      : await judging(kernel, caller.tenant, place.kind === 'flow' ? countedIn(place.loaded.attempt) : undefined, () =>
          acceptedStep(kernel, place.account, pending.sealed, code, place.now, -1),
        );
  if (pending === undefined || step === undefined) return wrong(kernel, caller, place, 'totp');
  return finish(
    kernel,
    caller,
    place,
    totpEnrolled(kernel, place.account, pending.sealed, step, place.now, place.kind),
  );
}

async function registerPasskey(
  kernel: Kernel,
  caller: Caller,
  input: Parameters<Enroll['passkey']>[1],
): Promise<FlowReply | Refusal> {
  const place = await enrollmentPlace(kernel, caller, 'passkey');
  if ('refused' in place) return place;
  const registered = await verifyRegistration(kernel, place.account, place.boundTo, input, place.now);
  if (registered === undefined) return wrong(kernel, caller, place, 'passkey');
  return finish(kernel, caller, place, passkeyEnrolled(kernel, place.account, registered, place.now));
}

function finish(
  kernel: Kernel,
  caller: Caller,
  place: EnrollmentPlace,
  proof: Parameters<typeof conclude>[3],
): Promise<FlowReply | Refusal> {
  return place.kind === 'flow'
    ? conclude(kernel, caller, { loaded: place.loaded, flow: place.flow, token: place.token, fresh: false }, proof)
    : commitInSession(kernel, caller, place, proof);
}

async function wrong(kernel: Kernel, caller: Caller, place: EnrollmentPlace, method: string): Promise<Refusal> {
  const { now, account } = place;
  const event = eventsOf(kernel, caller, now, {
    owner: account,
    method,
    flow: place.kind === 'flow' ? place.flow.id : undefined,
    actor: account.id,
  });
  await kernel.commit({
    tenant: caller.tenant,
    now,
    guards: {},
    events: [event('sign-in.failed', { detail: { enrollment: true } })],
  });
  return { refused: 'invalid-credentials' };
}
