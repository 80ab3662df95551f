import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PasskeyProblem } from './passkey-problem.ts';
import { problemOf } from './problem.ts';
import { wordsFor, wordsForReturn } from './words-for.ts';

const refused = (body: object): ReturnType<typeof problemOf> => problemOf(Response.json(body, { status: 400 }));
const malformed = { code: 'malformed-input', title: 'Malformed input', detail: 'errors says where.' };

describe('X7 the words for a person', () => {
  it('say what is wrong with a new password', async () => {
    const errors = [{ path: 'next', message: 'Use at least 15 characters.', code: 'too-short', limit: 15 }];
    expect(wordsFor(await refused({ ...malformed, errors }))).toBe('Use at least 15 characters.');
  });

  it('name the member of every other error', async () => {
    const errors = [
      { path: 'identifier', message: 'is missing' },
      { path: '', message: 'is no JSON' },
    ];
    expect(wordsFor(await refused({ ...malformed, errors }))).toBe('identifier is missing. is no JSON.');
    expect(wordsFor(await refused({ ...malformed, errors: [] }))).toBe('errors says where.');
  });

  it('are the detail of a problem, or else its title', async () => {
    const detail = 'Too many failed attempts: wait, then try again.';
    expect(wordsFor(await refused({ code: 'locked', title: 'Locked', detail }))).toBe(detail);
    expect(wordsFor(await refused({ code: 'locked', title: 'Locked' }))).toBe('Locked');
  });

  it('are plain after a wrong proof, and after a prompt that failed', async () => {
    const wrong = { code: 'invalid-credentials', detail: 'What was sent does not prove it.' };
    expect(wordsFor(await refused(wrong))).toContain('try again');
    const cancelled = new PasskeyProblem('passkey-cancelled', new Error('NotAllowedError: see https://www.w3.org/'));
    expect(wordsFor(cancelled)).toContain('closed or timed out');
  });
});

describe('X7 the words after a return from a provider', () => {
  it('are there for every code that the server tells in the address', () => {
    const server = readFileSync(new URL('../../http/src/routes/single-sign-on.ts', import.meta.url), 'utf8');
    const [, told = ''] = /const TOLD.*?new Set\(\[(.*?)\]/s.exec(server) ?? [];
    const codes = [...told.matchAll(/'([a-z-]+)'/g)].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(6);
    const general = codes.filter((code) => wordsForReturn(code) === wordsForReturn('unknown'));
    expect(general).toEqual(['invalid-credentials', 'method-not-allowed']);
  });

  it.each(['', 'constructor', '__proto__', '<b>Call 555</b>'])('say nothing of what anyone wrote: %j', (code) => {
    expect(wordsForReturn(code)).toBe('This sign-in cannot be used here. Try again, or use another way.');
  });
});
