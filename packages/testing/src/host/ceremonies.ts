import { type DeliveredCode, type EnrollableMethod, isHostCode, type Method } from '@sallyport/core';
import type { Caller, FlowReply, Refusal, Sallyport } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import type { Person } from './person.ts';
import { SignInFailed } from './sign-in-failed.ts';
import { totpApp } from './totp-app.ts';

export interface Client {
  readonly auth: Sallyport;
  readonly caller: Caller;
  readonly person: Person;
}

type Reply = FlowReply | Refusal;

export function canProve({ person }: Client, method: Method): boolean {
  switch (method) {
    case 'password':
      return person.password !== undefined;
    case 'passkey':
      return (person.authenticator?.credentials.length ?? 0) > 0;
    case 'totp':
      return person.totp !== undefined;
    case 'email-code':
      return person.readEmailCode !== undefined;
    case 'backup-code':
      return (person.backupCodes?.length ?? 0) > 0;
    default:
      return isHostCode(method) && person.codes?.includes(method) === true;
  }
}

export async function prove({ auth, caller, person }: Client, method: Method): Promise<Reply> {
  const { signIn } = auth;
  switch (method) {
    case 'password':
      return signIn.password(caller, { password: person.password ?? '' });
    case 'passkey': {
      const options = await signIn.passkeyOptions(caller);
      if ('refused' in options) return options;
      if (person.authenticator === undefined) throw cannot(person, method);
      const { clientExtensionResults: _, ...assertion } = await person.authenticator.get(
        withoutExtensions(options),
        auth,
      );
      return signIn.passkey(caller, { ...assertion, clientExtensionResults: {} });
    }
    case 'totp':
      return signIn.code(caller, 'totp', { code: await totpCode(auth, person) });
    case 'email-code': {
      const sent = await signIn.sendCode(caller, 'email-code');
      if ('refused' in sent) return sent;
      return signIn.code(caller, 'email-code', { code: (await person.readEmailCode?.()) ?? '' });
    }
    case 'backup-code': {
      const [code = '', ...left] = person.backupCodes ?? [];
      person.backupCodes = left;
      return signIn.code(caller, 'backup-code', { code });
    }
    default: {
      if (!isHostCode(method)) throw cannot(person, method);
      const sent = await signIn.sendCode(caller, method);
      return 'refused' in sent ? sent : signIn.code(caller, method, { code: await codeOf(person, method) });
    }
  }
}

async function codeOf(person: Person, method: DeliveredCode): Promise<string> {
  if (person.readCode === undefined) throw cannot(person, method);
  return person.readCode(method);
}

/** Sets up a factor by the engine's own ceremony: in a flow that asks for the factor, or in a session with recent proof. */
export async function enroll({ auth, caller, person }: Client, factor: EnrollableMethod): Promise<Reply> {
  if (factor === 'totp') {
    const begun = await auth.enroll.secret(caller, 'totp');
    if ('refused' in begun) return begun;
    const app = totpApp(begun.secret);
    const reply = await auth.enroll.confirmCode(caller, 'totp', {
      code: await totpCode(auth, { ...person, totp: app }),
    });
    if (!('refused' in reply)) person.totp = app;
    return reply;
  }
  if (isHostCode(factor)) {
    const begun = await auth.enroll.code(caller, factor, { address: person.codeAddress ?? '+15550100' });
    if ('refused' in begun) return begun;
    const reply = await auth.enroll.confirmCode(caller, factor, { code: await codeOf(person, factor) });
    if (!('refused' in reply)) person.codes = [...(person.codes ?? []), factor];
    return reply;
  }
  if (factor !== 'passkey') throw cannot(person, factor);
  const options = await auth.enroll.passkeyOptions(caller);
  if ('refused' in options) return options;
  if (person.authenticator === undefined) throw cannot(person, factor);
  return auth.enroll.passkey(caller, { response: await person.authenticator.create(withoutExtensions(options), auth) });
}

/** The outputs of extensions stay in the client and are not sent to the engine. */
function withoutExtensions<Options extends { readonly extensions: unknown }>(
  options: Options,
): Omit<Options, 'extensions'> {
  const { extensions: _, ...rest } = options;
  return rest;
}

async function totpCode(auth: Sallyport, person: Person): Promise<string> {
  const code = await person.totp?.code(forAdapters(auth).now());
  if (code !== undefined) return code;
  await person.wait?.();
  const next = await person.totp?.code(forAdapters(auth).now());
  if (next !== undefined) return next;
  throw new SignInFailed(
    person.identifier,
    'the authenticator app has shown its codes of this minute: let 30 s pass, or give `wait`',
    undefined,
  );
}

function cannot({ identifier }: Person, method: string): SignInFailed {
  return new SignInFailed(identifier, `${method} is no ceremony that this person can hold`, undefined);
}
