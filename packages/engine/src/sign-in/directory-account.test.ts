import type { PolicyInput } from '@sallyport/core';
import type { AccountId, AccountRecord, FlowRecord } from '@sallyport/store';
import { externalIdKey } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import {
  ENTRY,
  LDAP,
  LINK,
  linked,
  OneEntryById,
  SECRET,
  type WithDirectory,
  withDirectory,
} from './directory.test-support.ts';
import { signIn } from './sign-in.ts';
import {
  byPasskey,
  client,
  DORA,
  flowOfHers,
  inFlow,
  NOW,
  opensWith,
  PASSKEY,
  RULES,
  sessionOf,
  TENANT,
} from './step.test-support.ts';

const INVALID = { refused: 'invalid-credentials' };
const COMPLETE = { answer: { status: 'complete' } };
const CORP = { ...LINK, id: 'x2', method: 'sso', provider: 'corp' } as const;
const EVE = 'eve' as AccountId;
const ADDRESS = 'dora@example.org';
const typed = { identifier: ADDRESS, password: SECRET };
const OWNED: PolicyInput<string> = { ...LDAP, providers: { ldap: { mailDomains: ['example.org'] } } };
const BOTH: PolicyInput<string> = {
  ...LDAP,
  providers: { ldap: { mailDomains: ['example.org'], createAccounts: true } },
};
const unlinked = (over: Partial<AccountRecord> = {}): AccountRecord => linked({ externalIds: [], ...over });
const bySomeName = { key: 'one', dn: ENTRY.dn };

/** Eve, who has a mailbox of the same domain. */
function eve(over: Partial<AccountRecord> = {}): AccountRecord {
  const email = { address: 'eve@example.org', verifiedAt: NOW };
  return unlinked({ id: EVE, identifiers: ['eve'], email, ...over });
}

async function withEve(given: Parameters<typeof withDirectory>[0], account = eve()): Promise<WithDirectory> {
  const at = await withDirectory(given);
  await at.store.commit({ tenant: TENANT, now: NOW, guards: {}, account, events: [] });
  return at;
}

const ofEve: Partial<FlowRecord> = { accountId: EVE, subject: EVE, started: true };
const begins = (at: WithDirectory, over: object = {}) => signIn(at.kernel).begin(client(), { ...typed, ...over });
const goesOn = (at: WithDirectory, password = SECRET) => signIn(at.kernel).password(inFlow(), { password });
const accounts = async ({ store }: WithDirectory) => (await store.listAccounts(TENANT, { limit: 10 })).items;

describe('whose account the directory speaks of', () => {
  it('P12 is the one whose address it tells, if it owns the domain: that is linked', async () => {
    const at = await withDirectory({ account: unlinked(), policy: OWNED });
    at.directory.told = { subject: 's1', email: ADDRESS, roles: ['employee', 'chief'] };
    expect(await begins(at)).toMatchObject(COMPLETE);
    const account = await at.account();
    const link = {
      ...LINK,
      id: expect.any(String),
      address: ADDRESS,
      linkedAt: NOW,
      asserted: true,
      setUpBy: 'provider:ldap',
    };
    expect(account?.externalIds).toEqual([link]);
    expect(account?.providerRoles).toEqual({ ldap: ['employee'] });
    const types = at.commits.at(-1)?.events.map(({ type }) => type);
    expect(types).toEqual(['sign-in.started', 'external-id.linked', 'account.roles-changed', 'sign-in.succeeded']);
  });

  it('X9 is nobody’s whose account another entry was unlinked from', async () => {
    for (const provider of ['ldap', 'corp']) {
      const account = unlinked({ unlinked: [{ provider, subject: 's9', at: NOW }] });
      const at = await withDirectory({ account, policy: OWNED });
      at.directory.told = { subject: 's1', email: ADDRESS, roles: [] };
      expect(await begins(at)).toMatchObject(provider === 'corp' ? COMPLETE : INVALID);
    }
  });

  it('P12 is nobody’s whom it tells no address of, and who may not be made', async () => {
    const at = await withDirectory({ account: unlinked(), policy: OWNED });
    expect(await begins(at)).toEqual(INVALID);
    expect((await at.account())?.externalIds).toEqual([]);
    expect(at.directory.asked).toEqual([SECRET]);
  });

  it('P12 keeps what was typed where it knows its entries by nothing else, and only there', async () => {
    const foundBy = async (entry: typeof bySomeName | typeof ENTRY, flow?: Partial<FlowRecord>) => {
      const at = await withDirectory({ ...(flow && { flow }) });
      at.directory.entry = entry;
      expect(await (flow ? goesOn(at) : begins(at))).toMatchObject(COMPLETE);
      return (await at.account())?.externalIds?.[0]?.foundBy;
    };
    expect(await foundBy(bySomeName)).toBe(ADDRESS);
    expect(await foundBy(ENTRY)).toBeUndefined();
    expect(await foundBy(bySomeName, {})).toBeUndefined();
    expect(await foundBy(bySomeName, { asked: { identifier: 'dd' } })).toBe('dd');
  });

  it('P12 in a flow is the flow’s, and nobody else’s by entry, subject or address', async () => {
    const byEntry = await withEve({ flow: ofEve });
    expect(await goesOn(byEntry)).toEqual(INVALID);
    expect(byEntry.directory.asked).toEqual([]);
    for (const [account, told] of [
      [linked(), { subject: 's1', roles: [] }],
      [unlinked(), { subject: 's9', email: ADDRESS, roles: [] }],
      [unlinked(), { subject: 's9', roles: [] }],
    ] as const) {
      const at = await withEve({ account, policy: BOTH, flow: ofEve });
      Object.assign(at.directory, { entry: bySomeName, told });
      expect(await goesOn(at)).toEqual(INVALID);
      expect(at.directory.asked).toEqual([SECRET]);
      expect(await accounts(at)).toMatchObject([{ version: 1 }, { version: 1 }]);
    }
    const own = await withEve({ account: unlinked(), policy: BOTH, flow: ofEve });
    own.directory.told = { subject: 's9', email: 'eve@example.org', roles: [] };
    expect(await goesOn(own)).toMatchObject({ answer: { session: { accountId: EVE } } });
  });

  it('P12 is nobody’s who may not sign in so, or whom somebody else vouches for, and nobody is made', async () => {
    const restricted = { methods: ['passkey'] } as const;
    for (const [account, told] of [
      [linked(restricted), { subject: 's1', roles: [] }],
      [unlinked(restricted), { subject: 's9', email: ADDRESS, roles: [] }],
      [linked({ externalIds: [{ ...LINK, issuer: 'https://idp.example' }] }), { subject: 's1', roles: [] }],
    ] as const) {
      const at = await withDirectory({ account, policy: BOTH });
      Object.assign(at.directory, { entry: bySomeName, told });
      expect(await begins(at, { identifier: 'somebody' })).toEqual(INVALID);
      expect(at.directory.asked).toEqual([SECRET]);
      expect(await accounts(at)).toHaveLength(1);
    }
  });

  it('P12 X8 in a step-up nobody is linked, even if the link went while the directory was asked', async () => {
    const at = await withDirectory({ account: linked({ passkeys: [PASSKEY] }), policy: BOTH });
    const { session } = await sessionOf(at, client(), opensWith(byPasskey()));
    const raises = { session, strengths: ['single'] };
    const flow = flowOfHers({ purpose: 'step-up', accepts: ['ldap'], raises });
    await at.store.commit({ tenant: TENANT, now: NOW, guards: {}, flow, events: [] });
    at.directory.told = { subject: 's1', email: ADDRESS, roles: [] };
    const { verify } = at.directory;
    at.directory.verify = async (entry, password) => {
      await at.moves({ externalIds: [] });
      return verify.call(at.directory, entry, password);
    };
    expect(await goesOn(at)).toEqual(INVALID);
    expect((await at.account())?.externalIds).toEqual([]);
  });
});

describe('a guess at a password of a directory', () => {
  const countedFor = async (
    account: AccountRecord,
    over: { outcome?: 'none'; entry?: typeof bySomeName; flow?: Partial<FlowRecord>; identifier?: string },
  ) => {
    const { flow, identifier = ADDRESS, ...how } = over;
    const at = await withDirectory({ account, ...(flow && { flow }) });
    Object.assign(at.directory, how);
    await (flow ? goesOn(at, 'a guess') : begins(at, { identifier, password: 'a guess', method: 'ldap' }));
    return at.steps.findLast(({ attempt }) => attempt !== undefined)?.account;
  };
  const own = { kind: 'id', value: DORA };
  const byLink = { kind: 'external-id', value: externalIdKey({ provider: 'ldap', subject: 's1' }) };

  it('X4 is counted for the account that is linked, also where the entry has no id of its own', async () => {
    const entry = bySomeName;
    expect(await countedFor(linked(), { entry })).toEqual(byLink);
    expect(await countedFor(linked({ externalIds: [CORP, LINK] }), { entry })).toEqual(byLink);
    expect(await countedFor(linked({ externalIds: [CORP] }), { entry })).toBeUndefined();
    const { externalIds: _, ...without } = linked();
    expect(await countedFor(without, { entry })).toBeUndefined();
    expect(await countedFor(linked(), { entry, identifier: 'somebody' })).toBeUndefined();
  });

  it('X4 without an entry is counted for whom the flow is of, or who has the identifier', async () => {
    const none = { outcome: 'none' } as const;
    expect(await countedFor(linked(), none)).toEqual(byLink);
    expect(await countedFor(linked(), { ...none, flow: {} })).toEqual(byLink);
    expect(await countedFor(linked(), { ...none, flow: { asked: { identifier: 'dd' } } })).toEqual(byLink);
    expect(await countedFor(unlinked(), none)).toEqual({ kind: 'identifier', value: ADDRESS });
    expect(await countedFor(unlinked(), { ...none, flow: {} })).toEqual(own);
    const nobodys = { accountId: undefined, subject: 'unknown:x' };
    expect(await countedFor(linked(), { ...none, flow: nobodys })).toBeUndefined();
  });

  it('X7 is logged for whom the flow is of, else for whom the entry is linked to', async () => {
    const logged = ({ commits }: WithDirectory) => commits.flatMap(({ events }) => events.map((one) => one.accountId));
    const inHers = await withEve({ flow: ofEve });
    expect(await goesOn(inHers, 'a guess')).toEqual(INVALID);
    expect(logged(inHers)).toEqual([EVE]);
    const typedHers = await withEve({});
    expect(await begins(typedHers, { identifier: 'eve', password: 'a guess' })).toEqual(INVALID);
    expect(logged(typedHers)).toEqual([DORA]);
    const unlinkedEntry = await withEve({ account: unlinked(), policy: OWNED, flow: ofEve });
    expect(await goesOn(unlinkedEntry, 'a guess')).toEqual(INVALID);
    expect(logged(unlinkedEntry)).toEqual([]);
  });

  it('X6 is answered after what is hashed for nobody, also where that is too busy', async () => {
    const at = await withDirectory();
    let hashed = false;
    const pretend = async () => {
      await new Promise((go) => setTimeout(go, 30));
      hashed = true;
      throw new Error('busy');
    };
    Object.assign(at.kernel.passwords, { pretend });
    expect(await begins(at, { password: 'a guess' })).toEqual(INVALID);
    expect(hashed).toBe(true);
  });

  it('X13 is none in a recovery whose link is over', async () => {
    const recovery = { passwordHash: 'new', tokenHash: 'link', rules: RULES };
    const at = await withDirectory({ flow: { purpose: 'recover', recovery } });
    expect(await goesOn(at)).toEqual({ refused: 'flow-expired', keep: { mode: 'token', flow: null } });
    expect(at.directory.found).toEqual([]);
  });

  it('P12 of somebody who is linked nowhere finds the entry by what was typed', async () => {
    const directory = new OneEntryById();
    await begins(await withDirectory({ account: unlinked(), directory }), { identifier: 'somebody' });
    await begins(await withDirectory({ account: unlinked(), directory }));
    expect(directory.found).toEqual(['somebody', ADDRESS]);
  });
});

describe('a device that is known', () => {
  it('X5 is known to its own account alone, whomever the directory speaks of', async () => {
    const account = linked({ passkeys: [PASSKEY] });
    const at = await withEve({ account }, eve({ externalIds: [{ ...LINK, id: 'x9', subject: 's9' }] }));
    const { caller } = await sessionOf(at, client(), opensWith(byPasskey()));
    const shown = async (subject: string) => {
      at.directory.told = { subject, roles: [] };
      await signIn(at.kernel).begin(caller, typed);
      return at.commits.at(-1)?.clearCounters;
    };
    expect(await shown('s1')).toMatchObject({ subject: DORA, by: 'known-device' });
    at.directory.entry = bySomeName;
    expect(await shown('s1')).toMatchObject({ subject: DORA, by: 'known-device' });
    expect(await shown('s9')).toMatchObject({ subject: EVE, by: 'stranger' });
  });
});

describe('several first sign-ins at once', () => {
  const told = { subject: 's1', email: ADDRESS, roles: [] };
  const racing = async (meanwhile: (at: WithDirectory) => Promise<unknown>, lostTo: 'key' | 'flow' = 'key') => {
    const at = await withEve({ account: unlinked(), policy: OWNED });
    at.directory.told = told;
    // The process knows the entry of the name, so that the sign-in makes one commit.
    await begins(at, { password: 'a guess' });
    at.commits.length = 0;
    at.directory.asked.length = 0;
    at.beforeTheNext('commit', () => meanwhile(at));
    at.loses(1, lostTo);
    return { at, reply: await begins(at) };
  };

  it('P12 find the link that one of them made', async () => {
    const { at, reply } = await racing((world) => world.moves({ externalIds: [{ ...LINK, address: ADDRESS }] }));
    expect(reply).toMatchObject(COMPLETE);
    expect((await at.account())?.externalIds).toEqual([{ ...LINK, address: ADDRESS }]);
    expect(at.commits).toHaveLength(2);
    expect(at.commits[1]?.giveBack).toBeUndefined();
    expect(at.directory.asked).toEqual([SECRET]);
  });

  it('P12 are refused where nobody made it, or it is somebody else’s by now', async () => {
    const nobody = await racing(async () => {});
    expect(nobody.reply).toEqual(INVALID);
    expect(nobody.at.commits).toHaveLength(1);
    const anothers = await racing(({ store }) =>
      store.commit({
        ...{ tenant: TENANT, now: NOW, guards: { account: { id: EVE, version: 1 } }, events: [] },
        account: eve({ version: 2, externalIds: [LINK] }),
      }),
    );
    expect(anothers.reply).toEqual(INVALID);
    expect(anothers.at.commits).toHaveLength(1);
    const issued = await racing((world) => world.moves({ externalIds: [{ ...LINK, issuer: 'https://idp.example' }] }));
    expect(issued.reply).toEqual(INVALID);
    expect(issued.at.commits).toHaveLength(1);
  });

  it('X7 are told of any other conflict as it is', async () => {
    const { at, reply } = await racing((world) => world.moves({ externalIds: [LINK] }), 'flow');
    expect(reply).toEqual({ refused: 'flow-conflict' });
    expect(at.commits).toHaveLength(1);
  });
});
