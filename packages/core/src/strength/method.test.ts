import { describe, expect, it } from 'vitest';
import { NOW } from '../decision/facts.test-support.ts';
import type { Evidence } from './evidence.ts';
import { provesBeyondMailbox } from './mailbox.ts';
import { type CodeOrLink, METHODS, type Method, methodBit, ONLY_WAYS_IN } from './method.ts';
import { methodDescriptor } from './methods/index.ts';

const ALL: readonly (Method | CodeOrLink)[] = [...METHODS, 'sms-code', 'enrollment-code', 'reset-token'];

describe('methods', () => {
  it('N12 beyond the mailbox goes what is a second factor and is no code to it', () => {
    const beyond = (userVerified: boolean) =>
      ALL.filter((method) => provesBeyondMailbox({ method, at: NOW, userVerified } as Evidence));
    expect(beyond(true)).toEqual(['passkey', 'totp', 'backup-code', 'sms-code']);
    expect(beyond(false)).toEqual(['totp', 'backup-code', 'sms-code']);
  });

  it('ways in and nothing else are passwords and single sign-on', () => {
    expect(ALL.filter((method) => (methodBit(method) & ONLY_WAYS_IN) !== 0)).toEqual(['password', 'ldap', 'sso']);
  });

  it('X4 wrong guesses are counted at everything that can be guessed', () => {
    expect(ALL.filter((method) => methodDescriptor(method)?.guessed === true)).toEqual([
      'password',
      'ldap',
      'totp',
      'email-code',
      'backup-code',
      'sms-code',
    ]);
  });

  it("a person can set up a passkey, an authenticator app and the host's codes", () => {
    expect(ALL.filter((method) => methodDescriptor(method)?.enrollable === true)).toEqual([
      'passkey',
      'totp',
      'sms-code',
    ]);
  });

  it('an attestation is none, nor is a name that is no code', () => {
    for (const name of ['enrollment-code', 'reset-token', 'sms', 'constructor'])
      expect(methodDescriptor(name)).toBeUndefined();
  });
});
