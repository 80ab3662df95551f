import type { Account } from '@sallyport/browser';
import { beforeEach, expect, it, vi } from 'vitest';
import { keepMailedCode } from '../parts/used-code.ts';
import { keepCodesRemoved, kindOfCode } from './kind-of-code.ts';

const SIGN_IN = { authTime: '2026-03-01T09:00:00Z' };
const STEP_UP = { authTime: '2026-03-01T09:30:00Z' };

function account(totp: boolean, accountId = 'dora'): Account {
  return { accountId, factors: { totp, codes: [], backupCodes: { remaining: 0 } } } as unknown as Account;
}

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

it('a code of an account without other codes was mailed, also after an app is set up', () => {
  expect(kindOfCode(account(false), SIGN_IN)).toBe('email');
  expect(kindOfCode(account(true), SIGN_IN)).toBe('email');
});

it('a mailed code that this tab proved is told from a mailed link, also after an app is set up', () => {
  keepMailedCode({ accountId: 'dora', ...SIGN_IN });
  expect(kindOfCode(account(false), SIGN_IN)).toBe('email-code');
  expect(kindOfCode(account(true), SIGN_IN)).toBe('email-code');
  expect(kindOfCode(account(false), STEP_UP)).toBe('email');
});

it('a later proof of an account with an app, and a proof of another account, may be of the app', () => {
  expect(kindOfCode(account(false), SIGN_IN)).toBe('email');
  expect(kindOfCode(account(true), STEP_UP)).toBe('otp');
  expect(kindOfCode(account(true, 'eve'), SIGN_IN)).toBe('otp');
});

it('a code may be of an app that this tab removed', () => {
  expect(kindOfCode(account(true), SIGN_IN)).toBe('otp');
  keepCodesRemoved('dora');
  expect(kindOfCode(account(false), SIGN_IN)).toBe('otp');
});
