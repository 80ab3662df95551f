import { SallyportProblem } from '@sallyport/browser';
import type { DirectoryReason } from '@sallyport/core';
import type { PasswordFaultCode } from '@sallyport/core/passwords';
import { describe, expect, it } from 'vitest';
import { codedFault, sentenceOf } from './sentences.ts';
import { problems as german } from './words/de/problems.ts';
import { problems as english } from './words/en/problems.ts';

const CODES: Readonly<Record<PasswordFaultCode, true>> = {
  unreadable: true,
  'password-hash': true,
  'too-short': true,
  'too-long': true,
  'letter-and-digit': true,
  'too-common': true,
  'too-personal': true,
  'forbidden-word': true,
  breached: true,
  'used-before': true,
};

describe('the words for a new password that is refused', () => {
  it.each(Object.keys(CODES))('X27 say which rule is not met, in English and German: %s', (code) => {
    const fault = (limit: number) => codedFault({ path: 'next', message: 'for a developer', code, limit });
    const own: unknown = Reflect.get(german.fields, code);
    const inGerman: unknown = typeof own === 'function' ? own(4) : own;
    expect(fault(4)).toMatch(/\w+\.$/);
    expect(inGerman).toMatch(/\w+\.$/);
    expect(inGerman).not.toBe(fault(4));
  });

  it('X27 name the number of characters, and of compared passwords', () => {
    const of = (code: string, limit: number) => codedFault({ path: 'next', message: '', code, limit });
    expect(of('too-short', 12)).toContain('12');
    expect(of('used-before', 4)).toContain('last 4');
    expect(of('used-before', 1)).toContain('current password');
  });
});

describe('the words for a change that the person can prove too little for', () => {
  const refused = (...codes: readonly string[]): string => {
    const because = codes.map((code) => ({ code, params: {}, source: 'account', message: code }));
    return sentenceOf(new SallyportProblem({ code: 'no-way-in', status: 403, title: '', members: { because } }));
  };

  it.each([
    [['same-mailbox', 'enrollment-needs-vouching'], 'only that you can read your mail'],
    [['enrollment-needs-vouching'], 'isn’t enough'],
  ])('X14 N12 say why, and that an administrator helps in: %j', (codes, why) => {
    expect(refused(...codes)).toContain(why);
    expect(refused(...codes)).toMatch(/administrator.*help you in.*leads on at your next sign-in/);
  });
});

describe('the words for one sign-in more than the policy allows', () => {
  const refused = (members: Readonly<Record<string, unknown>>): string =>
    sentenceOf(new SallyportProblem({ code: 'session-limit', status: 409, title: '', members }));

  it('X29 name the number of places, and are true for a person who is signed in at more places than that', () => {
    expect(refused({ most: 1 })).toContain('at only one place at a time. Sign out everywhere else, then');
    expect(refused({ most: 3 })).toContain('at no more than 3 places at a time. Sign out elsewhere until');
    expect(refused({ most: 3 })).toContain('fewer than 3 places, then try again');
    expect(refused({})).toContain('If this message appears again, sign out at more places.');
    expect(german.sessionLimit(1)).toContain('nur an einem Ort angemeldet sein. Melden Sie sich überall sonst ab');
    expect(german.sessionLimit(3)).toContain('an höchstens 3 Orten');
    expect(german.sessionLimit(3)).toContain('an weniger als 3 Orten');
  });
});

describe('the words for a right password that a company’s directory takes from nobody', () => {
  const WORDS: Readonly<Record<DirectoryReason, keyof typeof german.atDirectory>> = {
    'must-change': 'change',
    expired: 'change',
    disabled: 'other',
    'account-expired': 'other',
    hours: 'hours',
    workstation: 'other',
    locked: 'other',
  };
  const refused = (directory: string): string =>
    sentenceOf(new SallyportProblem({ status: 401, code: 'invalid-credentials', title: '', members: { directory } }));

  it.each(Object.entries(WORDS))('X43 say what to do, in English and German: %s', (reason, kind) => {
    expect(refused(reason)).toBe(english.atDirectory[kind]);
    expect(english.atDirectory[kind]).toMatch(/[Cc]ompany.*(?:help desk|with the new one)\.$/);
    expect(german.atDirectory[kind]).toMatch(/Firma.*\.$/);
  });

  it('X43 send the person to the help desk for a reason that the page does not know', () => {
    expect(refused('moon')).toContain('help desk');
  });
});
