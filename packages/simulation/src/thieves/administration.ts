import { note, type Party, takeIn } from './party.ts';
import { isDone, type Told } from './requests.ts';

/** Resolves to `undefined` if the engine refuses the act. */
export async function administrate(party: Party, line: string, json: object = {}): Promise<Told['body'] | undefined> {
  const { world, target, administrators } = party;
  const [verb, path] = line.split(' ');
  for (const { token } of administrators.values()) {
    const told = await world.ask(`${verb} /admin/accounts/${target.accountId}${path}`, json, { session: token });
    note(party, told);
    if (isDone(told)) return told.body;
  }
  return undefined;
}

export async function signOut(party: Party): Promise<boolean> {
  const { world, target, administrators } = party;
  for (const { token: session } of administrators.values()) {
    const json = { act: 'sign-out', accountIds: [target.accountId] };
    const told = await world.ask('POST /admin/accounts/acts', json, { session });
    note(party, told);
    if (isDone(told) && told.body.results?.every(({ done }) => done) === true) return true;
  }
  return false;
}

export async function blockAndUnblock(party: Party): Promise<boolean> {
  if ((await administrate(party, 'POST /block', { reason: 'a mistake' })) === undefined) return false;
  return (await administrate(party, 'POST /unblock')) !== undefined;
}

export async function vouch(party: Party, path: string): Promise<boolean> {
  const body = await administrate(party, `POST ${path}`);
  if (body?.enrollmentCode === undefined) return false;
  party.own.enrollmentCode = body.enrollmentCode;
  return true;
}

/** The party gets the code, and names an address of its own. */
export async function helpIn(party: Party): Promise<boolean> {
  const lost = ['app', 'passkey', 'mailbox', 'password'];
  const body = await administrate(party, 'POST /help-in', { lost, email: party.own.address });
  if (body?.enrollmentCode === undefined) return false;
  party.own.enrollmentCode = body.enrollmentCode;
  return true;
}

export async function setPasswordByCode(party: Party, password: string): Promise<boolean> {
  const { world, target, own } = party;
  const { enrollmentCode: code } = own;
  if (code === undefined) return false;
  const opened = await world.ask('POST /sign-in', { identifier: target.identifier });
  note(party, opened);
  if (!opened.flow) return false;
  const flow = { token: opened.flow, session: undefined, answer: opened.body };
  const told = await world.ask('POST /sign-in/enrollment-code', { code, password }, { flow: flow.token });
  if (!takeIn(party, told, flow)) return false;
  own.password = password;
  own.enrollmentCode = undefined;
  return true;
}

export async function nameIdentity(party: Party, method: string, on: string): Promise<boolean> {
  const view = await party.world.viewOf(party.target);
  if (view === undefined) return false;
  const others = view.externalIds.filter(({ provider }) => provider !== on);
  const subject = method === 'ldap' ? party.own.entry?.subject : party.own.subject;
  if (subject === undefined) return false;
  const externalIds = [...others, { provider: on, subject }].map((one) => ({
    provider: one.provider,
    subject: one.subject,
  }));
  return (await administrate(party, 'PUT /external-ids', { externalIds })) !== undefined;
}

export async function setRoles(
  party: Party,
  change: (roles: readonly string[]) => readonly string[],
): Promise<boolean> {
  const { roles = [] } = (await party.world.recordOf(party.target)) ?? {};
  return (await administrate(party, 'PUT /roles', { roles: change(roles) })) !== undefined;
}
