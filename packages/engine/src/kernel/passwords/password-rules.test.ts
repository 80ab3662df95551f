import { definePolicy } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { passwordProblem } from './password-rules.ts';

const policy = definePolicy({});
const problemWith = (password: string, ...personal: string[]) =>
  passwordProblem(policy, password, personal).then((fault) => fault?.message);

describe('what is wrong with a new password', () => {
  it.each([
    ['short', { code: 'too-short', limit: 8 }],
    ['x y '.repeat(100), { code: 'too-long', limit: 256 }],
    ['password1', { code: 'too-common' }],
    ['ada@example.org', { code: 'too-personal' }],
    ['half \uD800 a character', { code: 'unreadable' }],
  ])('has a code that a page finds its own words by: %j', async (password, fault) => {
    expect(await passwordProblem(policy, password, ['ada@example.org'])).toMatchObject(fault);
  });

  it('X12 takes eight characters that nobody would guess', async () => {
    expect(await problemWith('bläuling')).toBeUndefined();
    expect(await problemWith('kr 4qx é')).toBeUndefined();
  });

  it.each([
    ['eight zero-width characters', '\u200B\u200C\u200D\u2060\uFEFF\u200B\u200C\u200D'],
    ['eight control characters', '\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008'],
    ['one letter among zero-width characters', 'a\u200B\u200C\u200D\u2060\uFEFF\u200B\u200C'],
    ['a common one with zero-width characters in it', 'pass\u200Bword\u200D'],
    ['a common one in full width', 'ｐａｓｓｗｏｒｄ'],
    ['two of the most common in a row', 'password123456'],
    ['the same in capitals', 'PassWord123456'],
    ['the same with signs between and after them', 'password-123456!'],
    ['a common one and a year', 'Dragon2024!'],
  ])('X12 refuses %s', async (_, password) => {
    expect(await problemWith(password)).toMatch(/first that would be guessed/);
  });

  it.each([
    'correct horse battery staple',
    'a few words to remember',
    'kitchen-orbit-velvet',
    '123456 is how the number begins',
  ])('X12 takes “%s”', async (password) => {
    expect(await problemWith(password)).toBeUndefined();
  });

  it.each([
    ['half a character', `bläuling\uD800`],
    ['a code point without a character', 'bläuling\u{E0FFF}'],
  ])('X12 refuses %s', async (_, password) => {
    expect(await problemWith(password)).toMatch(/every device knows/);
  });

  it('X12 finds a name however its letters are composed', async () => {
    const name = 'zo\u0308e@example.org';
    expect(await problemWith('zöe@example.org', name)).toMatch(/too close to your name/);
    expect(await problemWith('zo\u0308e@example.org', 'zöe@example.org')).toMatch(/too close to your name/);
    expect(await problemWith('ZÖE@EXAMPLE.ORG', name)).toMatch(/too close to your name/);
  });
});
