import { type EnrollableMethod, isHostCode, type Method } from '@sallyport/core';
import type { Caller, FlowAnswer, FlowReply, KeptTokens, Refusal } from '@sallyport/engine';
import { type Client, canProve, enroll, prove } from './ceremonies.ts';
import type { SignInOptions } from './person.ts';
import { SignInFailed } from './sign-in-failed.ts';

export interface Completed {
  readonly answer: Extract<FlowAnswer, { status: 'complete' }>;
  readonly caller: Caller;
}

const STRONGEST_FIRST: readonly Method[] = ['passkey', 'totp', 'password', 'email-code', 'backup-code'];

/** A flow of more steps is treated as endless. */
const MOST_STEPS = 12;

/**
 * Continues a flow until there is a session: proves the requested methods, and sets up the requested factors.
 *
 * @throws SignInFailed if the flow is refused, or asks for a method that the person does not have
 */
export async function carryOn(
  begun: Client,
  first: FlowReply | Refusal,
  { using = STRONGEST_FIRST, enroll: sets = true }: Pick<SignInOptions, 'using' | 'enroll'> = {},
): Promise<Completed> {
  const { person } = begun;
  let client = begun;
  let reply = first;
  for (let step = 0; step < MOST_STEPS; step++) {
    client = { ...client, caller: keeping(client.caller, reply.keep) };
    if ('refused' in reply) {
      reply = await vouchedOrThrow(client, reply);
      continue;
    }
    const { answer } = reply;
    remember(client, answer);
    if (answer.status === 'complete') return { answer, caller: client.caller };
    if (answer.status === 'enroll' && !sets) {
      const offer = answer.offer.map(({ method }) => method).join(' or ');
      throw new SignInFailed(person.identifier, `has to set up ${offer} first`, answer);
    }
    reply = await answered(client, answer, using);
  }
  throw new SignInFailed(person.identifier, `no session after ${MOST_STEPS} steps`, undefined);
}

function answered(
  client: Client,
  answer: Exclude<FlowAnswer, { status: 'complete' }>,
  using: readonly Method[],
): Promise<FlowReply | Refusal> {
  const { person } = client;
  if (answer.status === 'redirect')
    throw new SignInFailed(person.identifier, `sign-in goes to '${answer.provider}'`, answer);
  if (answer.status === 'enroll') return enroll(client, factorToEnroll(client, answer));
  const accepted = answer.accept.map(({ method }) => method);
  const method =
    using.find((each) => accepted.includes(each) && canProve(client, each)) ??
    (using === STRONGEST_FIRST ? accepted.find((each) => canProve(client, each)) : undefined);
  if (method !== undefined) return prove(client, method);
  throw new SignInFailed(person.identifier, `asked for ${accepted.join(' or ')}, and has none of it`, answer);
}

function factorToEnroll({ person }: Client, answer: Extract<FlowAnswer, { status: 'enroll' }>): EnrollableMethod {
  const offer = answer.offer.map(({ method }) => method);
  if (offer.includes('passkey') && person.authenticator !== undefined) return 'passkey';
  if (offer.includes('totp')) return 'totp';
  const code = offer.find((method) => isHostCode(method));
  if (code !== undefined) return code;
  throw new SignInFailed(person.identifier, 'has to set up a passkey, and has no authenticator', answer);
}

/** If only an administrator's enrollment code can continue the flow, shows the person's code. Each code is shown once. */
async function vouchedOrThrow(client: Client, refusal: Refusal): Promise<FlowReply | Refusal> {
  const { auth, caller, person } = client;
  const code = person.enrollmentCode;
  if (refusal.refused === 'no-way-in' && (await isUnknownToHost(client)))
    throw new SignInFailed(
      person.identifier,
      'refused, no-way-in: the host does not know the account (`resolveSubject` returned `undefined`). Give the account the `externalId` of a row that `resolveSubject` finds, or return `[]` for a person without a role',
      refusal,
      true,
    );
  if (refusal.refused !== 'no-way-in' || code === undefined)
    throw new SignInFailed(person.identifier, `refused, ${refusal.refused}`, refusal);
  delete person.enrollmentCode;
  return auth.signIn.enrollmentCode(caller, { code });
}

/** Whether the last denial of the person's sign-in has the reason that the host does not know the account. Only the action log has this reason. */
async function isUnknownToHost({ auth, caller: { tenant }, person: { identifier } }: Client): Promise<boolean> {
  const account = (await auth.people.find({ identifier, tenant }))?.accountId;
  if (account === undefined) return false;
  const { events } = await auth.audit.events(tenant, { account, type: 'sign-in.denied', limit: 1 });
  return events[0]?.detail?.reason === 'unknown-to-host';
}

function remember({ person }: Client, answer: FlowAnswer): void {
  if ('backupCodes' in answer && answer.backupCodes !== undefined) person.backupCodes = answer.backupCodes;
}

function keeping(caller: Caller, kept: KeptTokens | undefined): Caller {
  if (kept === undefined) return caller;
  const { flowToken, ...rest } = caller;
  const flow = kept.flow === undefined ? flowToken : kept.flow?.token;
  return {
    ...rest,
    mode: kept.mode,
    flowToken: flow,
    ...(kept.session === undefined ? {} : { sessionToken: kept.session.token }),
    ...(kept.deviceTokens === undefined ? {} : { deviceTokens: kept.deviceTokens.tokens }),
  };
}
