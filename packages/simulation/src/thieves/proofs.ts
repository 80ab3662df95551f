import { type DeliveredCode, isHostCode } from '@sallyport/core';
import type { SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import type { Numbers } from '../numbers.ts';
import { before, returning, type Said } from './outside.ts';
import { type Flow, note, type Party, type Side, type Things, takeIn, thingsOf } from './party.ts';
import { isDone, ORIGIN, type Told } from './requests.ts';
import type { Word } from './world.ts';

export interface Proof {
  readonly method: string;
  readonly side: Side;
  readonly on?: string | undefined;
  /** Only the owner's usual sign-in knows the word before. */
  readonly word?: Word | undefined;
}

export async function begin(party: Party, { method, side, on }: Proof): Promise<boolean> {
  const { world, target } = party;
  const things = thingsOf(party, side);
  party.flow = undefined;
  if (method === 'password') {
    if (things.password === undefined) return false;
    const json = { identifier: target.identifier, password: things.password, method };
    return takeIn(party, await world.ask('POST /sign-in', json));
  }
  if (method === 'ldap') {
    if (things.entry === undefined) return false;
    const json = { identifier: things.entry.uid, password: things.entry.password, method };
    return takeIn(party, await world.ask('POST /sign-in', json));
  }
  if (method === 'sso') return visit(party, side, on ?? '');
  if (method !== 'passkey' && method !== 'enrollment-code') return false;
  // The request names the account, so that a key is found that is not discoverable.
  const opened = await world.ask('POST /sign-in', { identifier: target.identifier });
  note(party, opened);
  if (!opened.flow) return false;
  const begun = { token: opened.flow, session: undefined, answer: opened.body };
  if (method === 'enrollment-code') return goOn(party, begun, { method, side });
  const takesPasskeys = opened.body.accept?.some((one) => one.method === 'passkey') === true;
  if (!takesPasskeys) return assert(party, things);
  return assert(party, things, begun);
}

export async function goOn(party: Party, flow: Flow, { method, side, on }: Proof): Promise<boolean> {
  const { world } = party;
  const things = thingsOf(party, side);
  const cookies = { flow: flow.token, session: flow.session?.token };
  const step = async (name: string, json: object): Promise<boolean> =>
    takeIn(party, await world.ask(`POST /sign-in/${name}`, json, cookies), flow);
  const sent = async (): Promise<boolean> => {
    const told = await world.ask(`POST /sign-in/${method}/send`, {}, cookies);
    note(party, told);
    if (told.flow) flow.token = told.flow;
    return isDone(told);
  };
  switch (method) {
    case 'password':
      return things.password !== undefined && step('password', { password: things.password });
    case 'ldap':
      return things.entry !== undefined && step('password', { password: things.entry.password });
    case 'passkey':
      return assert(party, things, flow);
    case 'sso':
      return visit(party, side, on ?? '', flow);
    case 'totp':
      return things.app !== undefined && step('totp', { code: await appCode(party, things) });
    case 'email-code':
      if (!(await sent())) return false;
      return step(method, { code: world.post.mails.findLast(({ to }) => to === things.address)?.code ?? 'none' });
    case 'backup-code': {
      const [code, ...left] = things.backupCodes;
      things.backupCodes = left;
      return code !== undefined && step(method, { code });
    }
    case 'enrollment-code':
      return things.enrollmentCode !== undefined && step(method, { code: things.enrollmentCode });
    default:
      if (!isHostCode(method) || !(await sent())) return false;
      return step(method, { code: codeTo(party, method, things) });
  }
}

export async function lookAt(party: Party, flow: Flow): Promise<void> {
  const cookies = { flow: flow.token, session: flow.session?.token };
  takeIn(party, await party.world.ask('GET /sign-in?local=1', undefined, cookies), flow);
}

export function codeTo({ world }: Party, method: DeliveredCode, { phone }: Things): string {
  return world.post.codes.findLast((each) => each.method === method && each.to === phone)?.code ?? 'none';
}

export async function appCode({ world }: Party, { app }: Pick<Things, 'app'>): Promise<string> {
  const code = await app?.code(world.clock.now());
  if (code !== undefined || app === undefined) return code ?? 'none';
  world.clock.advance('30s');
  return (await app.code(world.clock.now())) ?? 'none';
}

/** Of several passkeys, one that this flow has not seen yet. */
async function assert(party: Party, things: Things, flow?: Flow): Promise<boolean> {
  const { world } = party;
  const cookies = { flow: flow?.token, session: flow?.session?.token };
  for (const authenticator of shuffled(party.dice, things.passkeys)) {
    const told = await world.ask('POST /sign-in/passkey/options', {}, cookies);
    note(party, told);
    if (!isDone(told)) return false;
    if (told.flow && flow !== undefined) flow.token = told.flow;
    const assertion = await signed(authenticator, told, things.pin);
    if (assertion === undefined) continue;
    const again = { ...cookies, flow: flow?.token };
    if (takeIn(party, await world.ask('POST /sign-in/passkey', assertion, again), flow)) return true;
  }
  return false;
}

type Options = Parameters<SoftwareAuthenticator['get']>[0];

/** `undefined` if a browser would find no passkey here. */
async function signed(authenticator: SoftwareAuthenticator, told: Told, pin: boolean): Promise<object | undefined> {
  const { extensions: _, ...options } = Object(told.body) as Options;
  try {
    const { clientExtensionResults: __, ...assertion } = await authenticator.get(options, {
      origin: ORIGIN,
      userVerified: pin,
    });
    return { ...assertion, clientExtensionResults: {} };
  } catch {
    return undefined;
  }
}

export async function visit(party: Party, side: Side, on: string, flow?: Flow): Promise<boolean> {
  const { world } = party;
  const cookies = { flow: flow?.token, session: flow?.session?.token };
  const left = await world.ask(`GET /sign-in/sso/${on}`, undefined, cookies);
  note(party, left);
  const token = left.flow ?? flow?.token;
  if (left.location === undefined || token === undefined) return false;
  const away = { token, session: flow?.session, answer: {} };
  const before = party.flow;
  const back = await comeBack(party, { side, on }, left.location, away);
  if (back !== undefined) return afterReturn(party, back, away, flow);
  // The flow that waits for an enrollment code may have a new token.
  return party.flow !== undefined && party.flow !== before;
}

export async function comeBack(
  party: Party,
  { side, on }: Pick<Proof, 'side'> & { readonly on: string },
  location: string,
  left: Flow,
): Promise<Told | undefined> {
  const state = new URL(location, ORIGIN).searchParams.get('state') ?? '';
  const query = returning(saidAt(party, side, on), state);
  const cookies = { flow: left.token, session: left.session?.token };
  const back = await party.world.ask(`GET /sign-in/sso/${on}/callback?${query}`, undefined, cookies);
  note(party, { ...back, line: `GET /sign-in/sso/${on}/callback`, body: { code: back.location ?? '' } });
  if (back.status !== 303) return undefined;
  if (back.location?.includes('problem=no-way-in') === true)
    party.flow = { token: back.flow ?? left.token, session: left.session, answer: {} };
  return back.location?.includes('problem=') === true ? undefined : back;
}

async function afterReturn(party: Party, back: Told, left: Flow, flow?: Flow): Promise<boolean> {
  const { world } = party;
  if (back.session) {
    const told = await world.ask('GET /session', undefined, { session: back.session });
    return takeIn(party, { ...told, body: { ...told.body, status: 'complete' }, session: back.session }, flow);
  }
  const token = back.flow ?? left.token;
  const told = await world.ask('GET /sign-in?local=1', undefined, { flow: token, session: left.session?.token });
  const next = flow ?? { token, session: left.session, answer: {} };
  next.token = token;
  return takeIn(party, told, next);
}

function saidAt(party: Party, side: Side, on: string): Said {
  const { world, operates } = party;
  const isOperated = operates.includes(on);
  // Nobody but the person in front of a provider decides what the provider says.
  const isLess = party.saysLess && (side === 'own' || isOperated);
  const { acr, amr } = isLess ? {} : (party.says.get(on) ?? party.dice.pick(world.wordsOf(on)));
  const at = isOperated || world.dates(on) ? { authTime: before(world.clock.now(), isOperated ? 0 : 1000) } : {};
  return {
    subject: thingsOf(party, side).subject,
    acr,
    amr,
    ...at,
    ...(party.assertsAddress && isOperated ? { email: { address: party.owner.address, verified: true } } : {}),
    roles: isOperated ? (party.gives.get(on) ?? []) : [],
  };
}

export function shuffled<Item>(dice: Numbers, items: readonly Item[]): Item[] {
  const rest = [...items];
  return items.flatMap(() => rest.splice(dice.below(rest.length), 1));
}
