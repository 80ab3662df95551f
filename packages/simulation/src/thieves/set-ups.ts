import { isHostCode } from '@sallyport/core';
import { totpApp } from '@sallyport/testing';
import type { SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import { type Flow, note, type Party, type Session, takeIn } from './party.ts';
import { appCode, codeTo, comeBack } from './proofs.ts';
import { isDone, ORIGIN, type Told } from './requests.ts';

export type Place =
  | { readonly flow: Flow; readonly session?: undefined }
  | { readonly session: Session; readonly flow?: undefined };

/** @param meanwhile runs between the first request of the set-up and the last */
export async function setUp(
  party: Party,
  method: string,
  place: Place,
  meanwhile: () => Promise<void> = async () => {},
): Promise<boolean> {
  const { world } = party;
  const cookies = (): { flow?: string; session?: string } => {
    const session = place.session?.token ?? place.flow?.session?.token;
    return {
      ...(place.flow === undefined ? {} : { flow: place.flow.token }),
      session,
    };
  };
  const ask = (name: string, json: object): Promise<Told> => world.ask(`POST /enroll/${name}`, json, cookies());
  const begun = async (name: string, json: object): Promise<Told | undefined> => {
    const told = await ask(name, json);
    note(party, told);
    if (told.flow && place.flow !== undefined) place.flow.token = told.flow;
    if (!isDone(told)) return undefined;
    await meanwhile();
    return told;
  };
  const finished = async (name: string, json: object): Promise<boolean> => {
    const told = await ask(name, json);
    const isTaken = takeIn(party, told, place.flow, place.session);
    if (isTaken && told.body.backupCodes !== undefined) party.own.backupCodes = told.body.backupCodes;
    return isTaken;
  };
  if (method === 'totp') {
    const told = await begun('totp', {});
    if (told?.body.secret === undefined) return false;
    const app = totpApp(told.body.secret);
    if (!(await finished('totp/confirm', { code: await appCode(party, { app }) }))) return false;
    party.own.app = app;
    return true;
  }
  if (isHostCode(method)) {
    if ((await begun(method, { address: party.own.phone })) === undefined) return false;
    if (!(await finished(`${method}/confirm`, { code: codeTo(party, method, party.own) }))) return false;
    party.codes.add(method);
    return true;
  }
  const told = await begun('passkey/options', {});
  if (told === undefined) return false;
  const authenticator = await world.newKey();
  const response = await created(authenticator, told);
  if (response === undefined || !(await finished('passkey', { response }))) return false;
  party.own.passkeys.push(authenticator);
  return true;
}

type Options = Parameters<SoftwareAuthenticator['create']>[0];

/** Sends the statement of the model also if the engine asks for none, as a thief's own client can. */
async function created(authenticator: SoftwareAuthenticator, told: Told): Promise<object | undefined> {
  const options: Options = { ...(Object(told.body) as Options), attestation: 'direct' };
  try {
    const response = await authenticator.create(options, { origin: ORIGIN });
    // The PRF output stays in the browser.
    return { ...response, clientExtensionResults: {} };
  } catch {
    return undefined;
  }
}

export async function link(party: Party, on: string, session: Session): Promise<boolean> {
  const { world } = party;
  const told = await world.ask(`POST /enroll/sso/${on}`, {}, { session: session.token });
  note(party, told);
  if (!isDone(told) || told.body.location === undefined || !told.flow) return false;
  return (
    (await comeBack(party, { side: 'own', on }, told.body.location, { token: told.flow, session, answer: {} })) !==
    undefined
  );
}

export async function setAddress(party: Party, session: Session): Promise<boolean> {
  const { world, own } = party;
  const told = await world.ask('POST /account/email', { email: own.address }, { session: session.token });
  note(party, told);
  if (!isDone(told)) return false;
  const { token } = world.post.mails.findLast(({ kind, to }) => kind === 'email-change' && to === own.address) ?? {};
  const json = { token: token ?? 'none' };
  return takeIn(
    party,
    await world.ask('POST /account/email/confirm', json, { session: session.token }),
    undefined,
    session,
  );
}

export async function setPassword(party: Party, next: string, session: Session): Promise<boolean> {
  const { world, own, owner } = party;
  const current = own.password ?? owner.password;
  const json = { next, current };
  const told = await world.ask('POST /account/password', json, { session: session.token });
  if (!takeIn(party, told, undefined, session)) return false;
  own.password = next;
  return true;
}

export async function issueBackupCodes(party: Party, session: Session): Promise<boolean> {
  const told = await party.world.ask('POST /account/backup-codes', {}, { session: session.token });
  if (!takeIn(party, told, undefined, session) || told.body.backupCodes === undefined) return false;
  party.own.backupCodes = told.body.backupCodes;
  return true;
}

export async function remove(party: Party, method: string, on: string | undefined, session: Session): Promise<boolean> {
  const { world } = party;
  const paths =
    method === 'sso'
      ? [`external-ids/${on}`]
      : method === 'passkey'
        ? party.ownersStrong.passkeys.map((id) => `passkeys/${id}`)
        : [method];
  for (const path of paths)
    if (
      takeIn(
        party,
        await world.ask(`DELETE /account/${path}`, undefined, { session: session.token }),
        undefined,
        session,
      )
    )
      return true;
  return false;
}
