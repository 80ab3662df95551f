import type { Decision, Reason } from '@sallyport/core';
import { definePolicy } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { tokenHash } from '../kernel/secrets/token.ts';
import { newFlow } from './flow-record.ts';
import { recovering } from './recovering.ts';
import { answerTo, openingAnswer } from './reply.ts';
import {
  APP,
  bench,
  byApp,
  byPassword,
  client,
  DORA,
  dora,
  flowOfHers,
  inFlow,
  later,
  MINUTE,
  NOW,
  opensWith,
  RULES,
  sessionOf,
  TENANT,
} from './step.test-support.ts';
import { stepOf } from './step.ts';
import { passwordSource } from './typed-password.ts';

const id = expect.any(String);
const REASON: Reason = { code: 'strength-required', params: { strength: 'enhanced' }, source: 'tenant' };
const because = [{ ...REASON, message: id }];
const CORP = { id: '1', method: 'sso', provider: 'corp', subject: 's', linkedAt: NOW } as const;
const providers = {
  parts: {
    providers: new Map([
      ['corp', {}],
      ['other', {}],
    ]),
  },
} as unknown as Parameters<typeof bench>[0];

describe('a decision that is no grant', () => {
  const said = async (decision: Decision, account = dora()) =>
    answerTo((await bench(providers)).kernel, decision, account);

  it('N2 asks for a factor, with the address its code goes to, and the providers at which the account is known', async () => {
    const accept = ['totp', 'email-code', 'sso'] as const;
    const asked = { outcome: 'factor-required', accept, toward: 'grant', because: [REASON] } as const;
    const told = [{ method: 'totp' }, { method: 'email-code', sentTo: id }];
    const known = dora({ externalIds: [CORP] });
    expect(await said(asked, known)).toStrictEqual({
      ...{ status: 'continue', accept: [...told, { method: 'sso', provider: 'corp' }], because },
    });
    expect(await said(asked)).toStrictEqual({ status: 'continue', accept: told, because });
  });

  it('N2 offers what may be set up, leads to a provider, or refuses, and says why in words', async () => {
    const offer = ['totp', 'passkey'] as const;
    const offered = [{ method: 'totp' }, { method: 'passkey' }];
    const reasons = [REASON];
    expect(await said({ outcome: 'enrollment-required', offer, because: reasons })).toEqual({
      ...{ status: 'enroll', offer: offered, because },
    });
    const away = { status: 'redirect', provider: 'corp', because };
    expect(await said({ outcome: 'redirect', provider: 'corp', because: reasons })).toEqual(away);
    for (const [reason, refused] of [
      ['blocked', 'account-blocked'],
      ['method-not-allowed', 'method-not-allowed'],
      ['no-way-in', 'no-way-in'],
    ] as const)
      expect(await said({ outcome: 'denied', reason, because: reasons })).toEqual({ refused, because });
  });

  it('N3 is never a grant: that is answered with its session', async () => {
    const granted = { outcome: 'granted', strength: 'single', because: [] } as const;
    await expect(said(granted)).rejects.toThrow('a grant is answered with its session');
  });

  it('X6 before a proof names every provider, and no address', async () => {
    const { kernel } = await bench(providers);
    const flow = flowOfHers({ accepts: ['sso', 'email-code'] });
    const sso = [
      { method: 'sso', provider: 'corp' },
      { method: 'sso', provider: 'other' },
    ];
    const accept = [...sso, { method: 'email-code' }];
    expect(openingAnswer(kernel, flow)).toStrictEqual({ status: 'continue', accept, because: [] });
    const vouched = flowOfHers({ accepts: ['enrollment-code'] });
    const code = [{ method: 'enrollment-code' }];
    expect(openingAnswer(kernel, vouched, dora())).toStrictEqual({ status: 'continue', accept: code, because: [] });
  });
});

describe('a new flow', () => {
  it('X11 lasts half an hour, and its token is known to its client alone', async () => {
    const { kernel } = await bench();
    const facts = { purpose: 'sign-in', subject: DORA, accepts: ['password'] } as const;
    const { record, token } = newFlow(kernel, client({ mode: 'cookie' }), NOW, facts);
    expect(record).toEqual({
      ...{ ...facts, schema: 1, tenant: TENANT, id, tokenHash: tokenHash(token), version: 1, mode: 'cookie' },
      ...{ evidence: [], openedAt: NOW, expiresAt: later(30 * MINUTE) },
    });
    expect(record.id).not.toBe(token);
  });

  it('X8 that raises a session has its mode and its evidence, whatever the client', async () => {
    const at = await bench({ policy: { requiredStrength: 'single' } });
    const { session } = await sessionOf(at, client(), opensWith(byPassword()));
    const raises = { session, strengths: ['enhanced'] };
    const facts = { purpose: 'step-up', subject: DORA, accepts: [], raises } as const;
    const { record } = newFlow(at.kernel, client({ mode: 'cookie' }), NOW, facts);
    expect(record).toMatchObject({ mode: 'token', evidence: [byPassword()], raises });
  });

  it('is begun by a step without one, and a step with one goes on in it', async () => {
    const { kernel } = await bench();
    const guess = { outcome: 'not-counted' } as const;
    const loaded = { account: dora(), guess, now: NOW, inForce: kernel.policies.known(TENANT) };
    const stored = { ...loaded, flow: flowOfHers() };
    const begun = stepOf(kernel, inFlow(), loaded, dora(), { continuation: 'there' });
    const fresh = flowOfHers({ id, tokenHash: tokenHash(begun.token), accepts: [], continuation: 'there' });
    expect(begun).toEqual({ loaded, flow: fresh, token: id, isNewFlow: true });
    expect(begun.token).not.toBe('flow-token');
    const step = { loaded: stored, flow: flowOfHers(), token: 'flow-token', isNewFlow: false };
    expect(stepOf(kernel, inFlow(), stored, dora(), undefined)).toStrictEqual(step);
    expect(stepOf(kernel, client(), stored, dora(), undefined).isNewFlow).toBe(true);
  });
});

describe('whose password it is', () => {
  const directory = { id: 'ldap' } as never;
  const linked = { ...CORP, method: 'ldap', provider: 'ldap' } as const;
  const { password: _, ...nothing } = dora();
  const [all, local] = [definePolicy({}), definePolicy({ methods: ['password'] })];

  it('P12 is what the person said, else that of the account, else the directory’s if that is a way in', () => {
    const source = (account: Parameters<typeof passwordSource>[2], policy = all, asked?: 'password' | 'ldap') =>
      passwordSource(directory, policy, account, asked);
    expect(source(dora(), all, 'ldap')).toBe('ldap');
    expect(source({ ...nothing, externalIds: [linked] }, all, 'password')).toBe('password');
    expect(source(dora({ externalIds: [linked] }))).toBe('password');
    expect(source({ ...nothing, externalIds: [linked] }, local)).toBe('ldap');
    expect(source({ ...nothing, externalIds: [CORP] }, local)).toBe('password');
    expect(source(nothing)).toBe('ldap');
    expect(source(nothing, local)).toBe('password');
    expect(source(undefined)).toBe('ldap');
    expect(source(undefined, local)).toBe('password');
  });
});

describe('what a recovery goes on with', () => {
  const pending = { hash: 'link', expiresAt: later(MINUTE) };
  const recovery = { passwordHash: 'new', tokenHash: 'link', rules: RULES };
  const flow = flowOfHers({ purpose: 'recover', evidence: [{ method: 'reset-token', at: NOW }], recovery });
  const proof = {
    command: { type: 'prove', evidence: byApp(later(5)) },
    applyTo: (account: ReturnType<typeof dora>) => ({ ...account, totp: APP }),
  } as const;
  const under = async (given = flow, shown: Parameters<typeof recovering>[2] = proof, now = NOW) =>
    recovering((await bench()).kernel, given, shown, { account: dora(), policy: definePolicy({}), now });

  it('X13 changes nothing of a proof in any other flow, nor where nothing was proved', async () => {
    const ask = { ...proof, command: { type: 'ask' } } as const;
    expect(await under(flow, ask)).toStrictEqual({ flow, proof: ask });
    expect(await under(flowOfHers())).toStrictEqual({ flow: flowOfHers(), proof });
  });

  it('X13 brings the new password with the proof: the mailbox’s, in the next epoch, and the link is used', async () => {
    const events = [{ type: 'backup-code.used', evenIfDenied: true }] as const;
    const recovered = await under(flow, { ...proof, events });
    const [, password] = recovered.flow.evidence;
    const { recovery: _, ...rest } = flow;
    const evidence = [
      ...flow.evidence,
      { method: 'password', at: later(5), provenance: 'mailbox', setUpHere: true, binding: id, setUpBy: undefined },
    ];
    expect(recovered.flow).toStrictEqual({ ...rest, evidence });
    expect(recovered.proof).toMatchObject({ rebinds: ['password'], events: [...events, { type: 'password.reset' }] });
    const applied = recovered.proof.applyTo(dora({ epoch: 3, recovery: pending }), definePolicy({}));
    const set = { id, hash: 'new', provenance: 'mailbox', changedAt: later(5), setUpBy: undefined } as const;
    expect(applied).toStrictEqual(dora({ epoch: 4, totp: APP, password: set }));
    expect(password?.binding).toBe(`password:${applied?.password?.id}`);
    expect((await under()).proof.events).toEqual([{ type: 'password.reset' }]);
  });

  it('X13 applies nothing where the link is over, or nothing is left of the proof', async () => {
    const { proof: shown } = await under();
    expect(shown.applyTo(dora(), definePolicy({}))).toBeUndefined();
    expect(shown.applyTo(dora({ recovery: { ...pending, hash: 'another' } }), definePolicy({}))).toBeUndefined();
    expect(shown.applyTo(dora({ recovery: pending }), definePolicy({}))).toBeDefined();
    const late = await under(flow, proof, later(MINUTE));
    expect(late.proof.applyTo(dora({ recovery: pending }), definePolicy({}))).toBeUndefined();
    const gone = await under(flow, { ...proof, applyTo: () => undefined });
    expect(gone.proof.applyTo(dora({ recovery: pending }), definePolicy({}))).toBeUndefined();
  });

  it('X3 uses up its own link with a denial, and what the proof uses up', async () => {
    const { proof: shown } = await under();
    expect(shown.useUp?.(dora({ recovery: pending }))).toStrictEqual(dora());
    const another = dora({ recovery: { ...pending, hash: 'another' } });
    expect(shown.useUp?.(another)).toBe(another);
    const plain = dora();
    expect(shown.useUp?.(plain)).toBe(plain);
    const used = await under(flow, { ...proof, useUp: (account) => ({ ...account, totp: APP }) });
    expect(used.proof.useUp?.(dora({ recovery: pending }))).toStrictEqual(dora({ totp: APP }));
    const nothing = await under(flow, { ...proof, useUp: () => undefined });
    expect(nothing.proof.useUp?.(dora({ recovery: pending }))).toStrictEqual(dora());
  });
});
