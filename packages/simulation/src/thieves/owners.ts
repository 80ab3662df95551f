import type { ThreatAccount } from '@sallyport/assurance';
import type { PasskeyFacts } from '@sallyport/core';
import { hostCode } from '@sallyport/engine';
import type { Numbers } from '../numbers.ts';
import { note, type Party, type Things } from './party.ts';
import { begin, goOn } from './proofs.ts';
import { isDone, ORIGIN } from './requests.ts';
import { setUp } from './set-ups.ts';
import { openStepUp } from './step-up.ts';
import type { Target, World } from './world.ts';

export interface Owner {
  readonly target: Target;
  readonly things: Things;
}

const PASSWORD = 'the passphrase of the owner';

export class NoSuchAccount extends Error {}

export function thingsNamed(name: string, domain: string, pin: boolean): Things {
  return {
    password: undefined,
    entry: undefined,
    address: `${name}@${domain}`,
    phone: `+1 555 ${name}`,
    app: undefined,
    passkeys: [],
    pin,
    backupCodes: [],
    enrollmentCode: undefined,
    subject: `subject of ${name}`,
  };
}

export function ownerParty(world: World, { target, things }: Owner, dice: Numbers): Party {
  return {
    ...{ world, target, own: things, owner: things, dice },
    operates: [],
    sessionsAt: [],
    editsEntry: false,
    gives: new Map(),
    readsOwners: true,
    round: 0,
    pendingPassword: undefined,
    recovered: false,
    assertsAddress: false,
    saysLess: false,
    says: new Map(),
    flow: undefined,
    sessions: [],
    administrators: new Map(),
    codes: new Set(),
    ownersStrong: strongOf(things),
    log: [],
  };
}

function strongOf({ app, passkeys }: Things): Party['ownersStrong'] {
  return {
    app: app !== undefined,
    passkeys: passkeys.flatMap(({ credentials }) => credentials.map(({ id }) => id)),
  };
}

/**
 * By real requests of the owner, before the policy is in force.
 *
 * @throws NoSuchAccount
 */
export async function ownerOf(world: World, name: string, account: ThreatAccount, dice: Numbers): Promise<Owner> {
  const { auth, tenant, host, entries } = world;
  const { roles, factors, emergency } = account;
  const { password, ldap, sso = [], mailDomain, totp, codes = [], passkeys } = factors;
  const things = thingsNamed(name, mailDomain ?? 'mail.example', true);
  const identifier = name;
  const lent =
    password === undefined && ldap !== true && sso.length === 0 ? Object.keys(host.providers ?? {})[0] : undefined;
  if (password !== undefined) things.password = PASSWORD;
  if (ldap === true) {
    things.entry = { uid: identifier, password: PASSWORD, subject: `entry of ${name}` };
    entries.push({ ...things.entry, roles: [], ...(mailDomain === undefined ? {} : { email: things.address }) });
  }
  const at = [...sso, ...(lent === undefined ? [] : [lent])];
  const created = await auth.people.create({
    tenant,
    identifier,
    ...(password === undefined ? {} : { password: PASSWORD }),
    ...(mailDomain === undefined ? {} : { email: things.address }),
    roles,
    ...(emergency === true ? { emergency } : {}),
    externalIds: [
      ...at.map((provider) => ({ provider, subject: things.subject })),
      ...(ldap === true ? [{ provider: host.directory?.name ?? '', subject: things.entry?.subject ?? '' }] : []),
    ],
    by: hostCode('host'),
  });
  if ('refused' in created) throw new NoSuchAccount(JSON.stringify(created));
  const target = { accountId: created.accountId, identifier };
  const wanted = [...(totp === true ? ['totp'] : []), ...codes, ...passkeys.map(() => 'passkey')];
  if (wanted.length > 0) {
    const ways = [password && 'password', ldap && 'ldap', at[0] && 'sso'];
    await signedInSettingUp(world, { target, things }, dice, ways, at[0], { wanted, passkeys });
  }
  // The words of this sign-in could count for less than others. A lent identity existed only for the set-up.
  await world.amend(target, ({ externalIds = [], ...rest }) => ({
    ...rest,
    externalIds: externalIds.flatMap(({ said: _, reported: __, ...link }) => (link.provider === lent ? [] : [link])),
  }));
  return { target, things };
}

interface Wanted {
  readonly wanted: readonly string[];
  readonly passkeys: readonly PasskeyFacts[];
}

async function signedInSettingUp(
  world: World,
  { target, things }: Owner,
  dice: Numbers,
  ways: readonly (string | boolean | undefined)[],
  on: string | undefined,
  { wanted, passkeys }: Wanted,
): Promise<void> {
  const method =
    ways.find((way): way is string => typeof way === 'string' && way !== '') ?? (ways[1] === true ? 'ldap' : '');
  const model = passkeys[0];
  const party: Party = {
    ...ownerParty(world, { target, things }, dice),
    world: model === undefined ? world : { ...world, newKey: () => world.newKey(model) },
  };
  const failed = (what: string): never => {
    throw new NoSuchAccount(`${what}: ${party.log.join('; ')}`);
  };
  if (!(await begin(party, { method, side: 'own', on }))) failed(`no sign-in by ${method}`);
  const [session = failed('no session')] = party.sessions;
  const flow = await openStepUp(party, session, { strength: 'baseline' });
  if (flow?.answer.accept?.some((one) => one.method === 'email-code') === true)
    await goOn(party, flow, { method: 'email-code', side: 'own' });
  for (const factor of wanted) if (!(await setUp(party, factor, { session }))) failed(`no ${factor}`);
  if (passkeys.length === 0) return;
  party.sessions = [];
  if (!(await begin(party, { method: 'passkey', side: 'own' }))) failed('no sign-in by the passkey');
  const [own = failed('no session by the passkey')] = party.sessions;
  if (world.host.vault !== false && !(await fillVault(party, own.token))) failed('no vault');
}

/** The envelope holds the PRF output itself, which only that passkey with its PIN can compute. */
async function fillVault(party: Party, session: string): Promise<boolean> {
  const [passkey] = party.own.passkeys;
  const passkeyId = passkey?.credentials[0]?.id;
  const opened = await prfOf(party, passkeyId);
  if (passkeyId === undefined || opened === undefined) return false;
  const told = await party.world.ask(
    'PUT /account/vault',
    {
      keyId: 'key',
      envelopes: [
        { kind: 'passkey', passkeyId, sealed: opened },
        { kind: 'secret', sealed: 'AAAA' },
      ],
    },
    { session },
    { 'if-match': '"0"' },
  );
  note(party, told);
  return isDone(told);
}

/** Resolves to `undefined` if the passkey gives no output without its PIN. */
export async function prfOf({ world, owner }: Party, passkeyId: string | undefined): Promise<string | undefined> {
  const passkey = owner.passkeys.find(({ credentials }) => credentials.some(({ id }) => id === passkeyId));
  const told = await world.ask('POST /sign-in/passkey/options', {});
  if (passkey === undefined || passkeyId === undefined || !isDone(told)) return undefined;
  const options = Object(told.body) as Parameters<typeof passkey.get>[0];
  const { clientExtensionResults } = await passkey.get(
    { ...options, allowCredentials: [{ id: passkeyId, type: 'public-key' }] },
    { origin: ORIGIN, userVerified: owner.pin },
  );
  const first = clientExtensionResults.prf?.results?.first;
  return first === undefined ? undefined : Buffer.from(first).toString('base64url');
}
