import { PolicyError, type PolicyInput } from '@sallyport/core';
import {
  type CodeDelivery,
  createSallyport,
  hostCode,
  SallyportConfigError,
  type SallyportOptions,
} from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, it } from 'vitest';
import { Client, embedded, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';

const send = (): void => {};
const SMS: CodeDelivery = { label: 'SMS', send };

function problemOf(options: Partial<SallyportOptions<string>>): unknown {
  try {
    createSallyport({
      origin: 'http://localhost:3000',
      secrets: ['a secret that is long enough to be one'],
      store: memoryStore(),
      ...options,
    });
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('the codes that a host brings', () => {
  it.each<[string, unknown]>([
    ['a name that a method has', { backup: SMS }],
    ['another', { email: SMS }],
    ['the name of an administrator’s code', { enrollment: SMS }],
    ['no name', { '': SMS }],
    ['a name that is no word of a path', { 'S M S': SMS }],
    ['no way to send', { sms: { label: 'SMS' } }],
    ['a label that is no text', { sms: { label: 7, send } }],
    ['an empty label', { sms: { label: ' ', send } }],
    ['an address that is no function', { sms: { ...SMS, address: '+1' } }],
  ])('X23 are refused at start-up with a code and a way out: %s', (_, codes) => {
    const problem = problemOf({ codes: Object(codes) });
    expect(problem).toBeInstanceOf(SallyportConfigError);
    expect(problem).toMatchObject({ code: 'bad-code', wayOut: expect.stringMatching(/\w/) });
  });

  it('X23 take what is 3 to 320 characters for an address if the host does not say', async () => {
    const world = await embedded({ codes: { push: { label: 'Push', send } } });
    await newAccount(world, 'dora@example.org');
    const client = new Client(world);
    await client.signsInByMail('dora@example.org');
    const begins = (address: string) => world.auth.enroll.code(client.caller, 'push-code', { address });
    for (const address of ['', '  ab  ', 'x'.repeat(321), 'a\nb c', 'half \ud83d'])
      expect(await begins(address)).toMatchObject({ refused: 'malformed-input', errors: [{ path: 'address' }] });
    expect(await begins('  device 9 ')).toEqual({ sentTo: '••••  9' });
    expect(await begins('dora@phone.example')).toEqual({ sentTo: 'd•••@phone.example' });
    await world.auth.close();
  });

  it('X23 an address that the host throws at is none, and the operator is told without it', async () => {
    const address = (raw: string): string => {
      throw new Error(`cannot read ${raw}`);
    };
    const world = await embedded({ codes: { sms: { ...SMS, address } } });
    await newAccount(world, 'dora@example.org');
    const client = new Client(world);
    await client.signsInByMail('dora@example.org');
    expect(await world.auth.enroll.code(client.caller, 'sms-code', { address: '+15550112' })).toMatchObject({
      refused: 'malformed-input',
    });
    expect(world.logged).not.toEqual([]);
    expect(JSON.stringify(world.logged)).not.toContain('+15550112');
    await world.auth.close();
  });
});

describe('what a policy names and the host does not bring', () => {
  const BY_PHONE: PolicyInput<string> = {
    strengths: { 'by-phone': { anyOf: [[{ method: 'password' }, { method: 'sms-code' }]] } },
  };

  it.each<[string, PolicyInput<string>]>([
    ['a code', BY_PHONE],
    ['single sign-on', { methods: ['sso'] }],
    ['a directory', { roles: { staff: { methods: ['ldap'] } } }],
    ['a provider', { providers: { corp: {} } }],
    ['the provider that is preferred', { preferSso: 'corp', providers: { corp: {} } }],
    ['a vault', { vault: { emergency: 'required' } }],
  ])('X23 is an error at start-up, with a code: %s', (_, policy) => {
    const problem = problemOf({ policy });
    expect(problem).toBeInstanceOf(SallyportConfigError);
    expect(problem).toMatchObject({ code: 'not-configured' });
  });

  it('X23 is none once it is brought, and another mistake of the policy stays the policy’s', () => {
    expect(problemOf({ policy: BY_PHONE, codes: { sms: SMS } })).toBeUndefined();
    expect(problemOf({ policy: { ...BY_PHONE, requiredStrength: 'nothing' } })).toBeInstanceOf(PolicyError);
  });

  it('X23 in a policy that is stored it is told, and the policy is served', async () => {
    const store = memoryStore();
    const before = await embedded({ store, policy: BY_PHONE, codes: { sms: SMS } });
    await before.auth.close();
    const world = await embedded({ store });
    expect(JSON.stringify(world.logged)).toContain('strengths.by-phone.anyOf.0.1.method');
    await newAccount(world, 'dora@example.org');
    expect(await new Client(world).signsInByMail('dora@example.org')).toMatchObject({ answer: { status: 'complete' } });
    expect((await world.auth.policy.current(TENANT)).version).toBe(1);
    await world.auth.close();
  });

  it('X23 is in no reason: answers list what is configured', async () => {
    const world = await embedded({ sendMail: undefined, codes: { sms: SMS } });
    await world.auth.people.create({ identifier: 'dora', password: PASSWORD, by: hostCode('host') });
    const answer = await world.auth.signIn.begin(new Client(world).caller, { identifier: 'dora', password: PASSWORD });
    const text = JSON.stringify(answer);
    expect(text).toContain('sms-code');
    for (const method of ['sso', 'ldap', 'email-code']) expect(text).not.toContain(`"${method}"`);
    await world.auth.close();
  });
});
