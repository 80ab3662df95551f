import { type Evidence, instant, METHODS, methodBit } from '@sallyport/core';
import type { FlowRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { APP, AT, BACKUP_CODES, BARE, FULL, PUSH, ROAMING } from './account-record.test-support.ts';
import { codeAddress, maskedAddress } from './delivered-code.ts';
import { factorsOf, hasBinding, hasStrongFactor, isOfPresent } from './facts.ts';
import { FACTORS, factorOf } from './index.ts';

const BUILT_IN = [...METHODS, 'sms-code'] as const;
const passkeyProof = { method: 'passkey', at: AT, credentialId: 'synced', aaguid: 'model' } as const;
const PROOFS = {
  password: { method: 'password', at: AT, provenance: 'independent', binding: 'password:pw' },
  mailboxPassword: { method: 'password', at: AT, provenance: 'mailbox', binding: 'password:pw' },
  totp: { method: 'totp', at: AT, binding: 'totp:app' },
  email: { method: 'email-code', at: AT },
  sms: { method: 'sms-code', at: AT, binding: 'sms-code:s1' },
  backup: { method: 'backup-code', at: AT },
  sso: { method: 'sso', at: AT, provider: 'corp', binding: 'external-id:c1' },
  ldap: { method: 'ldap', at: AT, binding: 'external-id:l1' },
  synced: { ...passkeyProof, userVerified: true, deviceBound: false, attested: false, binding: 'passkey:synced' },
  bound: { ...passkeyProof, userVerified: true, deviceBound: true, attested: false, binding: 'passkey:synced' },
  attested: { ...passkeyProof, userVerified: false, deviceBound: true, attested: true, binding: 'passkey:synced' },
} as const satisfies Record<string, Evidence>;

/** What the factor of each proof says of it. */
function ofEach<Said>(say: (proof: Evidence) => Said): Record<string, Said> {
  return Object.fromEntries(Object.entries(PROOFS).map(([name, proof]) => [name, say(proof)]));
}

describe('each kind of factor', () => {
  it('X23 is the kind of its own methods and of no other', () => {
    for (const method of BUILT_IN) expect([method, FACTORS.filter(({ is }) => is(method)).length]).toEqual([method, 1]);
    expect(factorOf('enrollment-code')).toBeUndefined();
    expect(factorOf('recovery')).toBeUndefined();
  });

  it('X11 names what sessions rest on', () => {
    const hers =
      'passkey:synced passkey:roaming password:pw external-id:l1 external-id:c1 external-id:c2 totp:app sms-code:s1';
    const nobodys = 'passkey:pw password:synced totp:pw external-id:app sms-code:p1 totp: email-code:';
    const ids = [...`${hers} push-code:p1 ${nobodys}`.split(' '), ''];
    const bindings = BUILT_IN.map((method) => [method, ids.filter((id) => factorOf(method)?.hasBinding(FULL, id))]);
    expect(Object.fromEntries(bindings)).toEqual({
      passkey: ['passkey:synced', 'passkey:roaming'],
      password: ['password:pw'],
      ldap: ['external-id:l1'],
      sso: ['external-id:c1', 'external-id:c2'],
      totp: ['totp:app'],
      'email-code': [],
      'sms-code': ['sms-code:s1', 'push-code:p1'],
      'backup-code': [],
    });
    expect(ids.filter((id) => hasBinding(BARE, id))).toEqual([]);
    expect(hasBinding(FULL, 'totp:app')).toBe(true);
    expect(hasBinding(FULL, 'totp:other')).toBe(false);
    expect(hasBinding(BARE, 'totp:app')).toBe(false);
  });

  it('X11 calls a proof what RFC 8176 calls it, and no stronger than it was', () => {
    expect(ofEach((proof) => factorOf(proof.method)?.amr(proof))).toEqual({
      password: ['pwd'],
      mailboxPassword: ['pwd'],
      totp: ['otp'],
      email: ['otp'],
      sms: ['otp'],
      backup: ['otp'],
      sso: [],
      ldap: ['pwd'],
      synced: ['swk', 'user'],
      bound: ['pop', 'user'],
      attested: ['hwk', 'user'],
    });
    expect(factorOf('passkey')?.amr(PROOFS.totp)).toEqual([]);
  });

  it('N12 vouches for a new factor, unless a mailbox gives it or a finder has it', () => {
    expect(ofEach((proof) => factorOf(proof.method)?.vouches(proof))).toEqual({
      password: true,
      mailboxPassword: false,
      totp: true,
      email: false,
      sms: false,
      backup: true,
      sso: true,
      ldap: true,
      synced: true,
      bound: true,
      attested: false,
    });
    for (const method of ['password', 'passkey', 'sso', 'ldap'])
      expect(factorOf(method)?.vouches(PROOFS.backup), method).toBe(false);
  });

  it('X19 shows its owner what they have, and nothing secret of it', () => {
    const seen = (account: typeof FULL, policy = { passwordsElsewhere: false, brought: methodBit('email-code') }) =>
      Object.assign({}, ...FACTORS.map(({ view }) => view(account, factorsOf(account), policy)));
    expect(seen(FULL, { passwordsElsewhere: false, brought: 0 })).toEqual({ ...seen(FULL), emailCode: false });
    const passkey = { createdAt: AT, aaguid: 'model' };
    expect(seen(FULL)).toEqual({
      password: true,
      totp: true,
      emailCode: true,
      passkeys: [
        { ...passkey, id: 'synced', name: 'Passkey', lastUsedAt: null, deviceBound: false },
        { ...passkey, id: 'roaming', name: 'Security key', lastUsedAt: AT + 1, deviceBound: true },
      ],
      codes: [
        { method: 'sms-code', sentTo: '•••• 12', enrolledAt: AT },
        { method: 'push-code', sentTo: maskedAddress(PUSH.address), enrolledAt: AT },
      ],
      backupCodes: { remaining: 3 },
    });
    const nothing = { password: false, totp: false, emailCode: false, passkeys: [], codes: [] };
    expect(seen(BARE)).toEqual({ ...nothing, backupCodes: { remaining: 0 } });
    expect(seen({ ...BARE, backupCodes: BACKUP_CODES })).toEqual({ ...nothing, backupCodes: { remaining: 0 } });
    expect(seen({ ...BARE, totp: APP })).toEqual({ ...nothing, totp: true, backupCodes: { remaining: 0 } });
  });

  it('X19 tells the policy what an account has, and no secret', () => {
    const passkey = { aaguid: 'model' };
    expect(factorsOf(FULL)).toEqual({
      passkeys: [
        { ...passkey, id: 'synced', userVerified: true, deviceBound: false, attested: false },
        { ...passkey, id: 'roaming', userVerified: false, deviceBound: true, attested: true },
      ],
      password: 'mailbox',
      ldap: true,
      sso: ['corp', 'club'],
      totp: true,
      mailDomain: 'mail.example',
      codes: ['sms-code', 'push-code'],
      backupCodes: 3,
    });
    expect(factorsOf(BARE)).toEqual({ passkeys: [], totp: false, backupCodes: 0 });
  });

  it('W16 is strong where it is an app or a passkey', () => {
    expect(hasStrongFactor({ ...BARE, totp: APP })).toBe(true);
    expect(hasStrongFactor({ ...BARE, passkeys: [ROAMING] })).toBe(true);
    expect(hasStrongFactor({ ...FULL, totp: undefined, passkeys: [] } as unknown as typeof FULL)).toBe(false);
  });
});

describe('a proof', () => {
  it.each([PROOFS.totp, PROOFS.email, PROOFS.sms, PROOFS.backup])(
    'X9 of what was set up in the same millisecond or before holds, and none from before that: %o',
    (proof) => {
      expect(isOfPresent(FULL, proof)).toBe(true);
      expect(isOfPresent(FULL, { ...proof, at: instant(AT + 1) })).toBe(true);
      expect(isOfPresent(FULL, { ...proof, at: instant(AT - 1) })).toBe(false);
      expect(isOfPresent(BARE, { ...proof, at: instant(AT + 1) })).toBe(false);
      const { binding: _, ...unbound }: Evidence = proof;
      expect(isOfPresent(BARE, { ...unbound, at: instant(AT + 1) } as Evidence)).toBe(false);
    },
  );

  it('X9 that rests on nothing more than its binding holds while that is the account’s', () => {
    for (const proof of [PROOFS.password, PROOFS.synced, PROOFS.sso, PROOFS.ldap]) {
      expect(isOfPresent(FULL, { ...proof, at: instant(1) })).toBe(true);
      expect(isOfPresent(BARE, proof)).toBe(false);
    }
    expect(isOfPresent(BARE, { method: 'enrollment-code', at: AT })).toBe(true);
    expect(isOfPresent({ ...FULL, codes: [PUSH] }, PROOFS.sms)).toBe(false);
  });
});

describe('a code that is delivered', () => {
  it('X23 goes to the mailbox, or to the address of its own method', () => {
    expect(codeAddress(FULL, 'email-code')).toEqual({ address: 'dora@mail.example', since: AT });
    expect(codeAddress(FULL, 'sms-code')).toEqual({ address: '+15550112', since: AT, binding: 'sms-code:s1' });
    expect(codeAddress(FULL, 'push-code')).toEqual({ address: PUSH.address, since: AT, binding: 'push-code:p1' });
    expect(codeAddress(FULL, 'voice-code')).toBeUndefined();
    for (const method of ['email-code', 'sms-code']) {
      expect(codeAddress(BARE, method)).toBeUndefined();
      expect(factorOf(method)?.sentTo?.(BARE, method)).toBeUndefined();
    }
    expect(factorOf('sms-code')?.sentTo?.(FULL, 'sms-code')).toBe('•••• 12');
    expect(factorOf('email-code')?.sentTo?.(FULL, 'email-code')).toBe(maskedAddress('dora@mail.example'));
  });

  it('X23 no other is judged as one', () => {
    const typed = factorOf('sms-code')?.typed;
    expect(typed?.({} as never, 'sms-code', '123456')).toMatchObject({
      method: 'sms-code',
      guess: { authenticator: 'sms-code' },
    });
    expect(() => typed?.({} as never, 'totp', '123456')).toThrow(new TypeError("'totp' is no delivered code"));
  });

  it('X23 is gone from a flow with its method, and what waits for another method stays', () => {
    const [sentCode, pendingCode] = [{ method: 'sms-code' }, { method: 'push-code' }];
    const flow = { id: 'flow', sentCode, pendingCode } as unknown as FlowRecord;
    const without = (method: string) => factorOf('sms-code')?.withoutPending?.(flow, method);
    expect(without('sms-code')).toEqual({ id: 'flow', pendingCode });
    expect(without('push-code')).toEqual({ id: 'flow', sentCode });
    expect(without('voice-code')).toEqual(flow);
    expect(factorOf('sms-code')?.withoutPending?.({ id: 'flow' } as FlowRecord, 'sms-code')).toEqual({ id: 'flow' });
  });
});
