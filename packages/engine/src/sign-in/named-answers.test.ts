import type { Decided, Evidence, HostMethods } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { externalIdBinding } from '../factors/sso-and-ldap.ts';
import type { TenantParts } from '../kernel/kernel.ts';
import { answerIn, openingAnswer } from './reply.ts';
import { signIn } from './sign-in.ts';
import {
  APP,
  bench,
  byApp,
  byMail,
  byPasskey,
  byPassword,
  dora,
  flowOfHers,
  inFlow,
  NOW,
  PASSKEY,
} from './step.test-support.ts';

const NAME = 'dora@example.org';
const CORP = { id: '1', method: 'sso', provider: 'corp', subject: 's', linkedAt: NOW } as const;
const HOST: HostMethods = { methods: ['password', 'passkey', 'totp', 'email-code', 'sso'], providers: ['corp'] };
const parts = {
  providers: new Map([['corp', { id: 'corp', name: 'Corp', kind: 'oidc' }]]),
} as unknown as Partial<TenantParts>;
const atCorp: Evidence = { method: 'sso', at: NOW, provider: 'corp', binding: externalIdBinding('1') };
const byLink: Evidence = { method: 'reset-token', at: NOW };

/** What a page is told that asks for the status of an open flow. */
async function told(flow: Partial<FlowRecord>, account: Partial<AccountRecord> = {}): Promise<unknown> {
  const owner = dora({ passkeys: [{ ...PASSKEY, userVerified: false }], externalIds: [CORP], totp: APP, ...account });
  const stored = flowOfHers({ accepts: ['totp'], epoch: 0, ...flow });
  const given = { account: owner, flow: stored, host: HOST, parts, policy: { requiredStrength: 'enhanced' } } as const;
  const reply = await signIn((await bench(given)).kernel).status(inFlow(), { local: true });
  return 'answer' in reply ? reply.answer : reply;
}

/** The answer where core asks for one more factor. */
async function answered(purpose: Decided['flow']['purpose'], evidence: readonly Evidence[]): Promise<unknown> {
  const decision = { outcome: 'factor-required', accept: ['totp'], toward: 'grant', because: [] } as const;
  return answerIn((await bench()).kernel, { decision, flow: { purpose, evidence, state: 'open' }, events: [] }, dora());
}

describe('an answer names the account', () => {
  it('N2 after a sign-in at a provider, where nobody typed a name', async () => {
    expect(await told({ evidence: [atCorp] })).toMatchObject({ identifier: NAME });
  });

  it('N2 after a passkey that verified its user, where nobody typed a name', async () => {
    expect(await answered('sign-in', [byPasskey(true)])).toMatchObject({ identifier: NAME });
  });

  it('N2 after the link of a sign-up, also where something has to be set up', async () => {
    const flow = { purpose: 'sign-up', evidence: [byMail()] } as const;
    const account = { openSignUp: true, passkeys: [], externalIds: [], totp: undefined, password: undefined } as const;
    expect(await told(flow, account)).toMatchObject({ status: 'enroll', identifier: NAME });
  });

  it('N2 in a recovery after another factor than the link', async () => {
    expect(await answered('recover', [byLink, byPassword(), byApp()])).toMatchObject({ identifier: NAME });
  });
});

describe('an answer names no account', () => {
  it.each<[string, Partial<FlowRecord>, Partial<AccountRecord>?]>([
    ['before a proof', { accepts: ['password'] }],
    ['before a proof in a flow that a link to a provider opened', { forAnyone: true, accepts: ['sso', 'passkey'] }],
    ['before a proof in a recovery without its link', { purpose: 'recover' }],
    ['with a found key that asks nobody who holds it', { evidence: [byPasskey(false)] }],
    ['with a passkey that is removed', { evidence: [byPasskey(false)] }, { passkeys: [] }],
    ['with an identity that is no longer linked', { evidence: [atCorp] }, { externalIds: [] }],
    ['with a proof from before a sign-out everywhere', { evidence: [byPasskey(false)] }, { epoch: 1 }],
    ['after a password, which came with a typed name', { evidence: [byPassword()] }],
    ['after a password and a provider', { evidence: [byPassword(), atCorp] }],
  ])('X6 %s', async (_, flow, account) => {
    expect(await told(flow, account)).not.toHaveProperty('identifier');
  });

  it('X6 where core counts no proof, whatever the flow is for', async () => {
    for (const purpose of ['sign-in', 'sign-up', 'recover', 'step-up'] as const)
      expect(await answered(purpose, [])).not.toHaveProperty('identifier');
  });

  it('X6 in a step-up, whose owner is signed in', async () => {
    expect(await answered('step-up', [byPasskey()])).not.toHaveProperty('identifier');
  });

  it('X6 X13 to a reader of the mailbox who followed the link to a new password', async () => {
    const { kernel } = await bench();
    const flow = flowOfHers({ purpose: 'recover', evidence: [byLink], accepts: ['totp'] });
    expect(openingAnswer(kernel, flow, dora())).not.toHaveProperty('identifier');
    for (const evidence of [[byLink], [byLink, byPassword()]])
      expect(await answered('recover', evidence)).not.toHaveProperty('identifier');
  });
});
