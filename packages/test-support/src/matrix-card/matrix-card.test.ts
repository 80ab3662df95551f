import { definePolicy, instant, type PolicyInput } from '@sallyport/core';
import { type AccountRecord, hostCode, type PendingSecretView } from '@sallyport/engine';
import { fetchHandler } from '@sallyport/http';
import { openApiDocument } from '@sallyport/http/openapi';
import { sampleFlow } from '@sallyport/testing/store';
import { describe, expect, it, vi } from 'vitest';
import {
  Client,
  type Embedded,
  embedded,
  GONE,
  newAccount,
  PASSWORD,
  signedIn,
  storedAccount,
  TENANT,
} from '../../../engine/src/embedded.test-support.ts';
import { newStore } from '../../../engine/src/new-store.test-support.ts';
import { divided, joined } from '../../../engine/src/sign-in/set-ups.ts';
import { ASKED } from './card.test-support.ts';

vi.mock(import('../../../core/src/strength/methods/list.ts'), async (original) => {
  const { cardMethod } = await import('./card-method.test-support.ts');
  const { LISTED } = await original();
  return { LISTED: Object([...LISTED, cardMethod]) };
});

vi.mock(import('../../../engine/src/factors/list.ts'), async (original) => {
  const { cardFactor } = await import('./card-factor.test-support.ts');
  const { FACTORS } = await original();
  return { FACTORS: [...FACTORS, cardFactor] };
});

const DORA = 'dora@example.org';
const EMIL = 'emil@example.org';
const WRONG = { refused: 'invalid-credentials' };

/** A policy that a person fulfils by a password and a card, and by nothing else. */
const POLICY: PolicyInput<string> = {
  administrators: {
    ...{ policy: ['super-admin'], people: ['admin'] },
    helpdesk: [{ roles: ['desk'], over: ['clerk'], may: ['reset', 'vouch'] }],
  },
  strengths: { carded: Object({ anyOf: [[{ method: 'password' }, { method: 'card' }]] }) },
  roles: { clerk: { requiredStrength: 'carded' } },
};

function right<Answer extends object>(answer: Answer): Exclude<Answer, { readonly refused: string }> {
  if (isRefused(answer)) throw new Error(answer.refused);
  return answer as Exclude<Answer, { readonly refused: string }>;
}

function isRefused(answer: object): answer is { readonly refused: string } {
  return 'refused' in answer;
}

/** The digits of the asked cells, as a person reads them off the printed card. */
function readOff({ sheet = [] }: PendingSecretView, asked: readonly string[] = []): string {
  const [columns = [], ...rows] = sheet;
  const cell = ([column = '', row = '']: string): string =>
    rows.find(([name]) => name === row)?.[columns.indexOf(column)] ?? '??';
  return asked.map(cell).join(' ');
}

/** Dora, signed in, with a card. */
async function withCard(policy: PolicyInput<string> = POLICY, options: Parameters<typeof embedded>[0] = {}) {
  const world = await embedded({ ...options, policy });
  const client = await signedIn(world, DORA);
  const card = right(await world.auth.enroll.secret(client.caller, 'card'));
  const { answer } = await client.keeps(
    world.auth.enroll.confirmCode(client.caller, 'card', { code: readOff(card, card.asked) }),
  );
  const { accountId: id } = await client.session();
  return { world, client, card, answer, id };
}

/** A sign-in elsewhere, after the password. */
async function begun(world: Embedded): Promise<Client> {
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: DORA, password: PASSWORD }));
  return client;
}

async function asked({ auth }: Embedded, client: Client): Promise<readonly string[]> {
  return right(await auth.signIn.challenge(client.caller, 'card')).asked;
}

function shows({ auth }: Embedded, client: Client, code: string): ReturnType<typeof auth.signIn.code> {
  return auth.signIn.code(client.caller, 'card', { code });
}

describe('a printed card, which no rule of the product knows by name', () => {
  it('X10 is set up by the cells that the set-up asks for, and brings backup codes', async () => {
    const { world, card, answer, id } = await withCard();
    expect(card).toMatchObject({ uri: '', asked: expect.any(Array), sheet: expect.any(Array) });
    expect([card.sheet?.length, card.sheet?.[0]?.length, card.asked?.length]).toEqual([9, 9, ASKED]);
    expect(answer).toMatchObject({ status: 'complete', backupCodes: expect.any(Array) });
    const account = await storedAccount(world.store, id);
    expect(account).toMatchObject({ others: [{ method: 'card', id: expect.any(String), enrolledAt: world.now }] });
    expect(account).not.toHaveProperty('pendingSecret');
    await world.auth.close();
  });

  it('X10 is not set up by other cells', async () => {
    const world = await embedded({ policy: POLICY });
    const client = await signedIn(world, DORA);
    const card = right(await world.auth.enroll.secret(client.caller, 'card'));
    const others = card.asked?.toReversed();
    const code = readOff(card, others) === readOff(card, card.asked) ? '00 00 00' : readOff(card, others);
    expect(await world.auth.enroll.confirmCode(client.caller, 'card', { code })).toEqual(WRONG);
    await world.auth.close();
  });

  it('X3 proves a sign-in by cells that the server chose for the flow, once', async () => {
    const { world, card } = await withCard();
    const client = await begun(world);
    const cells = await asked(world, client);
    expect(new Set(cells).size).toBe(ASKED);
    expect(await asked(world, client)).toEqual(cells);
    const other = await begun(world);
    expect(await shows(world, other, readOff(card, cells))).toEqual(WRONG);
    const { answer } = await client.keeps(shows(world, client, readOff(card, cells)));
    expect(answer).toMatchObject({
      status: 'complete',
      session: { strength: 'enhanced', amr: expect.arrayContaining(['otp']) },
    });
    await world.auth.close();
  });

  it('X4 a wrong answer uses the cells up, and the next are others', async () => {
    const { world, card } = await withCard();
    const client = await begun(world);
    const cells = await asked(world, client);
    expect(await shows(world, client, wrong(card, cells))).toEqual(WRONG);
    expect(await shows(world, client, readOff(card, cells))).toEqual(WRONG);
    const next = await asked(world, client);
    expect(next).not.toEqual(cells);
    await client.keeps(shows(world, client, readOff(card, next)));
    await world.auth.close();
  });

  it('X4 the cells are good for ten minutes', async () => {
    const { world, card } = await withCard();
    const client = await begun(world);
    const cells = await asked(world, client);
    world.now += 10 * 60_000;
    expect(await shows(world, client, readOff(card, cells))).toEqual(WRONG);
    expect(await asked(world, client)).not.toEqual(cells);
    await world.auth.close();
  });

  it('X4 the server chooses nothing without a flow, before the password, or for somebody without a card', async () => {
    const { world } = await withCard();
    const { signIn } = world.auth;
    const nobody = new Client(world);
    expect(await signIn.challenge(nobody.caller, 'card')).toEqual({ refused: 'flow-expired' });
    expect(await signIn.challenge({ ...nobody.caller, flowToken: 'none' }, 'card')).toEqual({
      refused: 'flow-expired',
    });
    await nobody.keeps(signIn.begin(nobody.caller, { identifier: DORA }));
    expect(await signIn.challenge(nobody.caller, 'card')).toEqual(WRONG);
    await newAccount(world, EMIL);
    const emil = new Client(world);
    await emil.keeps(signIn.begin(emil.caller, { identifier: EMIL, password: PASSWORD }));
    expect(await signIn.challenge(emil.caller, 'card')).toEqual({ refused: 'method-not-allowed' });
    await world.auth.close();
  });

  it('X3 of two requests for cells at once one is answered, or both have the same cells', async () => {
    const { world } = await withCard();
    const client = await begun(world);
    const both = await Promise.all([0, 1].map(() => world.auth.signIn.challenge(client.caller, 'card')));
    const cells = both.flatMap((one) => ('asked' in one ? [one.asked.join()] : []));
    expect(new Set(cells).size).toBe(1);
    expect(await asked(world, client)).toEqual(cells[0]?.split(','));
    await world.auth.close();
  });

  it('X5 wrong cells are counted until the card is locked, and so is whoever only asks for other cells', async () => {
    const { world, card } = await withCard({ ...POLICY, lockout: { maxFailures: 6 } });
    const client = await begun(world);
    for (let guess = 0; guess < 3; guess++)
      expect(await shows(world, client, wrong(card, await asked(world, client)))).toEqual(WRONG);
    expect(await world.auth.signIn.challenge(client.caller, 'card')).toMatchObject({ refused: 'locked' });
    expect(await shows(world, client, '00 00 00')).toMatchObject({ refused: 'locked' });
    await world.auth.close();

    const shopped = await withCard({ ...POLICY, lockout: { maxFailures: 6 } });
    const seen: unknown[] = [];
    for (let flow = 0; flow < 7; flow++) {
      const thief = await begun(shopped.world);
      seen.push(await shopped.world.auth.signIn.challenge(thief.caller, 'card'));
    }
    expect(seen.map((one) => Object(one).refused)).toEqual([...Array.from({ length: 6 }), 'locked']);
    await shopped.world.auth.close();
  });

  it('X3 a right card forgets the guesses', async () => {
    const { world, card } = await withCard({ ...POLICY, lockout: { maxFailures: 6 } });
    for (let sign = 0; sign < 4; sign++) {
      const client = await begun(world);
      expect(await shows(world, client, wrong(card, await asked(world, client)))).toEqual(WRONG);
      await client.keeps(shows(world, client, readOff(card, await asked(world, client))));
    }
    await world.auth.close();
  });

  it('X19 X29 is shown to its owner and exported, without its cells', async () => {
    const { world, card } = await withCard();
    const me = world.auth.me(await (await signedInByCard(world, card)).session());
    const others = [{ method: 'card', enrolledAt: world.now }];
    expect(right(await me.view()).factors).toMatchObject({ others });
    const exported = right(await me.export());
    expect(exported.factors).toMatchObject({ others });
    expect(JSON.stringify(exported)).not.toContain(card.secret);
    await world.auth.close();
  });

  it('X11 ends sessions that rest on it when its owner removes it, and backup codes go', async () => {
    const { world, card, id } = await withCard();
    const client = await signedInByCard(world, card);
    const elsewhere = await signedInByCard(world, card);
    right(await world.auth.me(await elsewhere.session()).removeCode('card'));
    expect(await world.auth.sessions.guard(client.caller, { needs: 'session' })).toMatchObject({
      refused: 'no-session',
    });
    const account = await storedAccount(world.store, id);
    expect([account.others, account.backupCodes]).toEqual([undefined, undefined]);
    await world.auth.close();
  });

  it('W12 goes with a reset of two-step verification, and with a help-in for what is lost', async () => {
    const { world, id } = await withCard();
    const by = hostCode('hr');
    const lost = right(await world.auth.people.helpIn({ accountId: id }, { by, lost: ['app'], preview: true }));
    expect(lost.ends).toContainEqual({ kind: 'card' });
    const kept = right(await world.auth.people.helpIn({ accountId: id }, { by, lost: ['mailbox'], preview: true }));
    expect(kept.keeps).toContainEqual({ kind: 'card' });
    right(await world.auth.people.resetTwoStep({ accountId: id }, { by }));
    expect((await storedAccount(world.store, id)).others).toBeUndefined();
    await world.auth.close();
  });

  it('P3 is asked for by a policy that names it, and offered where it is missing', async () => {
    const { world, id } = await withCard();
    right(await world.auth.people.setRoles({ accountId: id }, { roles: ['clerk'], by: hostCode('hr') }));
    const asks = async (identifier: string) => {
      const client = new Client(world);
      const input = { identifier, password: PASSWORD };
      return { client, ...(await client.keeps(world.auth.signIn.begin(client.caller, input))) };
    };
    expect((await asks(DORA)).answer).toMatchObject({
      status: 'continue',
      accept: [{ method: 'card', challenged: true }],
    });
    await newAccount(world, EMIL, ['clerk']);
    const emil = new Client(world);
    const { answer } = await emil.signsInByMail(EMIL);
    expect(answer).toMatchObject({ status: 'enroll', offer: [{ method: 'card' }] });
    const card = right(await world.auth.enroll.secret(emil.caller, 'card'));
    const code = readOff(card, card.asked);
    const ends = await emil.keeps(world.auth.enroll.confirmCode(emil.caller, 'card', { code }));
    expect(ends.answer).toMatchObject({ status: 'complete', session: { strength: 'enhanced' } });
    await world.auth.close();
  });

  it('X19 is sealed, and sealed anew by another secret', async () => {
    const store = newStore();
    const secrets = ['a secret that is long enough to be one', 'another secret that is long enough'] as const;
    const { world, card, id } = await withCard(POLICY, { store, secrets: [secrets[0]] });
    const stored = async () => (await storedAccount(store, id)).others?.[0];
    const before = await stored();
    expect(JSON.stringify(before)).not.toContain('confirmedBy');
    await world.auth.close();
    const next = await embedded({ policy: POLICY, store, secrets: [secrets[1], secrets[0]] });
    for await (const { outcome } of next.auth.secrets.reseal({ by: hostCode('rotation') }))
      expect(outcome).toBe('resealed');
    expect((await stored())?.sealed).not.toBe(before?.sealed);
    await signedInByCard(next, card);
    await next.auth.close();
  });

  it('X21 is kept by the flow of a first sign-in until the session', () => {
    const at = instant(1_700_000_000_000);
    const bare: AccountRecord = {
      ...{ schema: 1, tenant: TENANT, id: GONE, version: 1, epoch: 0, createdAt: at },
      ...{ identifiers: [DORA], userHandle: 'u', roles: [], passkeys: [], invited: true },
    };
    const flow = sampleFlow(TENANT, 'f1');
    const card = { method: 'card', id: 'planted', sealed: 'sealed', enrolledAt: at };
    const { kept, setUps } = divided({ policy: definePolicy({}), now: at }, flow, bare, { ...bare, others: [card] });
    expect([kept.others, setUps?.others]).toEqual([undefined, [card]]);
    expect(setUps && joined(kept, { ...setUps, events: [] }).others).toEqual([card]);
  });
});

describe('a printed card over HTTP', () => {
  it('X19 has its routes, its set-up and its challenge', async () => {
    expect(Object.keys(openApiDocument('https://app.example/auth').paths)).toEqual(
      expect.arrayContaining([
        ...['/sign-in/card', '/sign-in/card/challenge', '/enroll/card', '/enroll/card/confirm', '/account/card'],
      ]),
    );
    const { world } = await withCard();
    const client = await begun(world);
    const handle = fetchHandler(world.auth, { basePath: '/auth' });
    const answer = await handle(
      new Request('http://localhost:3000/auth/sign-in/card/challenge', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sallyport-flow': client.caller.flowToken ?? '' },
        body: '{}',
      }),
    );
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { asked: expect.any(Array), expiresAt: new Date(world.now + 10 * 60_000).toISOString() },
    ]);
    await world.auth.close();
  });

  it('X19 answers 404 for a factor without a challenge', async () => {
    const { world } = await withCard();
    const client = await begun(world);
    expect(await world.auth.signIn.challenge(client.caller, 'totp')).toEqual({ refused: 'not-found' });
    await world.auth.close();
  });
});

async function signedInByCard(world: Embedded, card: PendingSecretView): Promise<Client> {
  const client = await begun(world);
  await client.keeps(shows(world, client, readOff(card, await asked(world, client))));
  return client;
}

/** Digits that are not those of the asked cells. */
function wrong(card: PendingSecretView, cells: readonly string[]): string {
  return readOff(card, cells).replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
}
