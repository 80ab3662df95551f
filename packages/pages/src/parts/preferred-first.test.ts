import type { Reason } from '@sallyport/browser';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { offeredHere } from './passkeys-here.ts';
import { preferredFirst } from './preferred-first.ts';

const WAYS = [{ method: 'backup-code' }, { method: 'passkey' }, { method: 'totp' }] as const;
const NEEDS_PASSKEY: Reason = {
  ...({ code: 'strength-required', source: 'tenant', message: 'Sign in with a passkey.', params: {} } as const),
  satisfiedBy: [['passkey'], ['password', 'passkey']],
};
const NEEDS_ANY: Reason = { ...NEEDS_PASSKEY, satisfiedBy: [['passkey'], ['password', 'totp']] };
const methods = (ways: readonly { readonly method: string }[]): readonly string[] => ways.map(({ method }) => method);

afterEach(() => void vi.unstubAllGlobals());

describe('X8 P4 the order of the ways', () => {
  it('has a passkey first in a browser with passkeys', () => {
    vi.stubGlobal('PublicKeyCredential', class {});
    for (const reason of [NEEDS_PASSKEY, NEEDS_ANY])
      expect(methods(preferredFirst(WAYS, [reason]))).toEqual(['passkey', 'totp', 'backup-code']);
  });

  it('has a passkey last in a browser without passkeys, and first if nothing else leads on', () => {
    expect(methods(preferredFirst(WAYS, [NEEDS_ANY]))).toEqual(['totp', 'backup-code', 'passkey']);
    expect(methods(preferredFirst(WAYS, []))).toEqual(['totp', 'backup-code', 'passkey']);
    expect(methods(preferredFirst(WAYS, [NEEDS_PASSKEY]))).toEqual(['passkey', 'totp', 'backup-code']);
  });
});

it('X21 P4 the offer of a set-up has a passkey only in a browser with passkeys, or alone', () => {
  const offer = [{ method: 'passkey' }, { method: 'totp' }] as const;
  expect(methods(offeredHere(offer))).toEqual(['totp']);
  expect(methods(offeredHere(offer.slice(0, 1)))).toEqual(['passkey']);
  vi.stubGlobal('PublicKeyCredential', class {});
  expect(methods(offeredHere(offer))).toEqual(['passkey', 'totp']);
});
