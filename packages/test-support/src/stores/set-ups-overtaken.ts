import { createHmac } from 'node:crypto';
import type { PolicyInput } from '@sallyport/core';
import {
  type AccountId,
  type Caller,
  type Commit,
  createSallyport,
  type FlowReply,
  hostCode,
  isRefusal,
  type Mail,
  type Refusal,
  type Sallyport,
  type Store,
  tenantId,
} from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A store that two processes share. */
export interface OvertakenStore {
  readonly store: Store;
  close(): Promise<void>;
}

const TENANT = tenantId('default');
const PASSWORD = 'correct horse battery staple';
const NEXT = 'a password that the owner chose anew';
const AT_ONCE = 20;
const POLICY = { requiredStrength: 'baseline', roles: { staff: { requiredStrength: 'enhanced' } } } as const;
const VOUCHED = { ...POLICY, enrollment: { firstFactor: 'vouched' } } as const satisfies PolicyInput<string>;

/** A thief who has the password and reads the mailbox. The thief's requests go to one process, and the owner's to another. */
interface Thief {
  caller: Caller;
  readonly identifier: string;
  readonly id: AccountId;
}

/** Prepares the proof of a new factor. The returned function sends the proof, and so commits the factor. */
type SetUp = (world: World, thief: Thief) => Promise<() => Promise<FlowReply | Refusal>>;

interface World {
  readonly store: Store;
  /** The process of the thief's requests, and the process of all other requests. */
  readonly thiefs: Sallyport;
  readonly owners: Sallyport;
  readonly mails: Mail[];
  /** Runs once, after the proof of the factor and before the commit. */
  beforeWritten: (() => Promise<void>) | undefined;
}

function accepted<Answer extends object>(answer: Answer | Refusal): Answer {
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer;
}

function worldOn(store: Store): World {
  const mails: Mail[] = [];
  const process = (on: Store): Sallyport =>
    createSallyport({
      origin: 'https://app.example',
      secrets: ['a secret that is long enough to be one'],
      store: on,
      passwordHashing: { memoryCost: 8, timeCost: 1 },
      policy: { ...POLICY, administrators: {} },
      policySource: 'store',
      sendMail: (mail) => void mails.push(mail),
    });
  const setsUp = ({ account }: Commit): boolean =>
    account !== undefined && (account.totp !== undefined || account.passkeys.length > 0);
  const overtaken: Store = new Proxy(store, {
    get(target, name) {
      if (name !== 'commit') {
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? member.bind(target) : member;
      }
      return async (change: Commit) => {
        const { beforeWritten } = world;
        if (beforeWritten !== undefined && setsUp(change)) {
          world.beforeWritten = undefined;
          await beforeWritten();
        }
        return target.commit(change);
      };
    },
  });
  const world: World = { store, mails, thiefs: process(overtaken), owners: process(store), beforeWritten: undefined };
  return world;
}

let people = 0;

/** Signs the thief in with the password and a code from the mailbox. The thief gets a flow that demands enrollment, or a session. */
async function thiefIn(world: World, where: 'flow' | 'session'): Promise<Thief> {
  const { thiefs, owners, mails } = world;
  people += 1;
  const identifier = `person-${people}@example.org`;
  const roles = where === 'flow' ? ['staff'] : [];
  const made = accepted(
    await owners.people.create({ identifier, email: identifier, password: PASSWORD, roles, by: hostCode('host') }),
  );
  const thief: Thief = { identifier, id: made.accountId as AccountId, caller: { tenant: TENANT, mode: 'token' } };
  const keeps = ({ keep: { flow, session } }: FlowReply): void => {
    thief.caller = {
      ...thief.caller,
      flowToken: flow?.token ?? undefined,
      ...(session === undefined ? {} : { sessionToken: session.token }),
    };
  };
  keeps(accepted(await thiefs.signIn.begin(thief.caller, { identifier, password: PASSWORD })));
  keeps(accepted(await thiefs.signIn.sendCode(thief.caller, 'email-code')));
  const code = mails.findLast(({ to }) => to === identifier)?.code ?? '';
  const reply = accepted(await thiefs.signIn.code(thief.caller, 'email-code', { code }));
  expect(reply.answer.status).toBe(where === 'flow' ? 'enroll' : 'complete');
  keeps(reply);
  return thief;
}

const passkey: SetUp = async ({ thiefs }, { caller }) => {
  const options = accepted(await thiefs.enroll.passkeyOptions(caller));
  const key = createAuthenticator();
  const { origin } = thiefs;
  const response = await key.create({ ...options, excludeCredentials: [], extensions: {} }, { origin });
  return () => thiefs.enroll.passkey(caller, { response });
};

const app: SetUp = async ({ thiefs }, { caller }) => {
  const { secret } = accepted(await thiefs.enroll.secret(caller, 'totp'));
  return () => thiefs.enroll.confirmCode(caller, 'totp', { code: codeOf(secret, forAdapters(thiefs).now()) });
};

/** The code of an authenticator app (RFC 6238). */
function codeOf(secret: string, now: number): string {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const from = digest.readUInt8(digest.length - 1) & 15;
  return String((digest.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const SET_UPS = { 'a passkey': passkey, 'an app with backup codes': app };

/** The owner resets the password with a recovery mail. Returns `recovered`, or the reason for the refusal. */
async function resets({ owners, mails }: World, { identifier }: Thief): Promise<string> {
  const caller: Caller = { tenant: TENANT, mode: 'token' };
  await owners.recovery.begin(caller, { identifier });
  await owners.runBackgroundWork();
  const token = mails.findLast(({ to, kind }) => to === identifier && kind === 'recovery')?.token ?? '';
  const answer = await owners.recovery.confirm(caller, { token, next: NEXT });
  return 'status' in answer ? answer.status : 'refused' in answer ? answer.refused : 'continue';
}

/** Writes another mailbox for the account to the store. */
async function replacesMailbox({ store, owners }: World, { id, identifier }: Thief): Promise<void> {
  const account = await store.readAccount(TENANT, id);
  if (account === undefined) throw new Error('there is no account');
  const { version } = account;
  const email = { address: `new-${identifier}`, verifiedAt: forAdapters(owners).now() };
  const guards = { account: { id, version } };
  const next = { ...account, version: version + 1, email };
  const written = await store.commit({
    tenant: TENANT,
    now: forAdapters(owners).now(),
    guards,
    account: next,
    events: [],
  });
  expect(written.outcome).toBe('committed');
}

async function changesPolicy({ owners }: World, policy: PolicyInput<string>): Promise<void> {
  const { version } = await owners.policy.current(TENANT);
  accepted(
    await owners.policy.set(TENANT, { ...policy, administrators: {} }, { ifVersion: version, by: hostCode('host') }),
  );
}

const MOVES: Readonly<Record<string, (world: World, thief: Thief) => Promise<unknown>>> = {
  'the password is reset': async (world, thief) => expect(await resets(world, thief)).toBe('recovered'),
  'the mailbox is replaced': replacesMailbox,
  'the policy asks for a voucher': (world) => changesPolicy(world, VOUCHED),
  'the account is blocked': async ({ owners }, { id }) =>
    accepted(await owners.people.block({ accountId: id }, { reason: 'stolen', by: hostCode('host') })),
};

/** The thief's gain: the account's factors, and whether the thief's session reaches `enhanced`. */
async function spoils({ store, owners }: World, { id, caller }: Thief) {
  const account = await store.readAccount(TENANT, id);
  const { passkeys = [], totp, backupCodes } = account ?? {};
  const guarded = await owners.sessions.guard(caller, { needs: 'strength', strength: 'enhanced' });
  return { factors: [...passkeys, totp, backupCodes].filter((one) => one !== undefined), raised: !isRefusal(guarded) };
}

const NOTHING = { factors: [], raised: false };

/** The account or the policy changes between the proof of a factor and the commit. The commit is then judged on the changed state. */
export function setUpsOvertaken(open: () => Promise<OvertakenStore>): void {
  let world: World;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const opened = await open();
    world = worldOn(opened.store);
    await world.owners.ready();
    await world.thiefs.ready();
    close = async () => {
      await Promise.all([world.thiefs.close(), world.owners.close()]);
      await opened.close();
    };
  });
  afterAll(() => close?.());

  describe.each(['flow', 'session'] as const)('in a %s', (where) => {
    describe.each(Object.entries(SET_UPS))('%s', (_, setUp) => {
      it.each(Object.entries(MOVES))('N15 X10 is not set up if %s between proof and commit', async (name, move) => {
        const thief = await thiefIn(world, where);
        const commits = await setUp(world, thief);
        let overtaken = false;
        world.beforeWritten = async () => {
          await move(world, thief);
          overtaken = true;
        };
        const answer = await commits();
        if (name.includes('policy')) await changesPolicy(world, POLICY);
        expect(overtaken).toBe(true);
        expect(isRefusal(answer), JSON.stringify(answer)).toBe(true);
        expect(await spoils(world, thief)).toEqual(NOTHING);
        const sessions = await world.store.listSessions(TENANT, thief.id, forAdapters(world.owners).now());
        if (where === 'flow') expect(sessions).toEqual([]);
      });

      it('N15 X10 is set up if nothing of the account changes meanwhile', async () => {
        const thief = await thiefIn(world, where);
        const commits = await setUp(world, thief);
        expect(isRefusal(await commits())).toBe(false);
        expect((await spoils(world, thief)).factors).toHaveLength(2);
      });
    });
  });

  it(`N15 X10 of ${AT_ONCE} resets beside ${AT_ONCE} set-ups, no factor and no session outlives a reset`, async () => {
    const thieves = await Promise.all(Array.from({ length: AT_ONCE }, () => thiefIn(world, 'flow')));
    const commits = await Promise.all(thieves.map((thief) => passkey(world, thief)));
    const answers = await Promise.all(
      thieves.map(async (thief, place) => {
        const [reset] = await Promise.all([resets(world, thief), commits[place]?.()]);
        return reset;
      }),
    );
    for (const [place, thief] of thieves.entries()) {
      if (answers[place] !== 'recovered') continue;
      expect(await spoils(world, thief)).toEqual(NOTHING);
      expect(await world.store.listSessions(TENANT, thief.id, forAdapters(world.owners).now())).toEqual([]);
    }
    expect(answers.every((answer) => ['recovered', 'continue', 'flow-conflict'].includes(answer))).toBe(true);
  });
}
