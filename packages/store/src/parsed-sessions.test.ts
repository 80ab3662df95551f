import { tenantId } from '@sallyport/engine';
import { sampleAccount, sampleSession } from '@sallyport/testing/store';
import { describe, expect, it } from 'vitest';
import { type ParsedSession, ParsedSessions, type SessionSource } from './parsed-sessions.ts';

const TENANT = tenantId('default');

const TEXT: SessionSource<string> = {
  isSame: (one, other) => one === other,
  sizeOf: (text) => text.length,
};

const cleo = (): ParsedSession => ({
  session: sampleSession(TENANT, 's1', 'cleo'),
  account: sampleAccount(TENANT, 'cleo', { roles: ['employee'] }),
});

describe('what was parsed of sessions', () => {
  it('is kept while what is read is the same', () => {
    const sessions = new ParsedSessions(TEXT);
    expect(sessions.get('token', 'text')).toBeUndefined();
    const first = sessions.keep('token', 'text', cleo());
    expect(first).toEqual(cleo());
    expect(sessions.get('token', 'text')).toBe(first);
    expect(sessions.get('token', 'text of an account that is blocked')).toBeUndefined();
    expect(sessions.get('token of another', 'text')).toBeUndefined();
    const second = sessions.keep('token', 'text of an account that is blocked', cleo());
    expect(sessions.get('token', 'text of an account that is blocked')).toBe(second);
    expect(sessions.get('token', 'text')).toBeUndefined();
  });

  it('cannot be changed by who gets it: others get it as well', () => {
    const { account } = new ParsedSessions(TEXT).keep('token', 'text', cleo());
    expect(() => Object.assign(account.roles, ['super-admin'])).toThrow(TypeError);
    expect(() => Object.assign(account, { emergency: true })).toThrow(TypeError);
  });

  it('is forgotten when the session is over', () => {
    const sessions = new ParsedSessions(TEXT);
    sessions.keep('token', 'text', cleo());
    sessions.forget('token');
    expect(sessions.get('token', 'text')).toBeUndefined();
  });

  it('is compared with a copy, where what is read may be written over', () => {
    const bytes: SessionSource<Uint8Array> = {
      isSame: (one, other) => Buffer.compare(one, other) === 0,
      sizeOf: ({ length }) => length,
      copy: (source) => new Uint8Array(source),
    };
    const sessions = new ParsedSessions(bytes);
    const read = Uint8Array.of(1, 2, 3);
    const kept = sessions.keep('token', read, cleo());
    read.fill(0);
    expect(sessions.get('token', read)).toBeUndefined();
    expect(sessions.get('token', Uint8Array.of(1, 2, 3))).toBe(kept);
  });

  it('is no more than the limit, of whatever is in use least', () => {
    const text = 'x'.repeat(10);
    const sessions = new ParsedSessions(TEXT, 100);
    sessions.keep('left', text, cleo());
    const used = sessions.keep('used', text, cleo());
    for (let other = 0; other < 12; other++) {
      expect(sessions.get('used', text)).toBe(used);
      sessions.keep(`other ${other}`, text, cleo());
    }
    expect(sessions.get('left', text)).toBeUndefined();
    expect(sessions.get('other 0', text)).toBeUndefined();
    expect(sessions.get('other 11', text)).toBeDefined();
  });

  it('of documents longer than the limit is of the last two alone', () => {
    const text = 'x'.repeat(51);
    const sessions = new ParsedSessions(TEXT, 10);
    for (const token of ['a', 'b']) sessions.keep(token, text, cleo());
    for (const token of ['a', 'b', 'a', 'b']) expect(sessions.get(token, text)).toBeDefined();
    for (const token of ['c', 'd']) sessions.keep(token, text, cleo());
    for (const token of ['a', 'b']) expect(sessions.get(token, text)).toBeUndefined();
  });
});
