import { describe, expect, it } from 'vitest';
import { parseSetCookie, type Reply } from './support/client.ts';
import { complete, continues } from './support/expectations.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();

function cookiesOf(reply: Reply): readonly ReturnType<typeof parseSetCookie>[] {
  return reply.headers.getSetCookie().map(parseSetCookie);
}

describe('over plain http on localhost', () => {
  it('flow, session and device travel in cookies that script cannot read and other sites cannot send', async () => {
    const dora = app.person('dora@example.org');
    const begun = await dora.signInWithPassword();
    expect(begun).toMatchObject(continues);
    expect(begun.body.flow).toBeUndefined();
    const done = await dora.goesOnWith('email-code');
    expect(done).toMatchObject(complete());
    expect(done.body.session?.token).toBeUndefined();

    const set = [...cookiesOf(begun), ...cookiesOf(done)].filter(({ value }) => value !== '');
    expect(new Set(set.map(({ name }) => name))).toEqual(
      new Set(['sallyport-flow', 'sallyport-session', 'sallyport-device']),
    );
    for (const { name, value, attributes } of set) {
      expect(value.length, name).toBeGreaterThanOrEqual(43);
      expect(attributes.has('httponly'), name).toBe(true);
      expect(attributes.get('samesite')?.toLowerCase(), name).toBe('lax');
      expect(attributes.get('path'), name).toBe('/');
      expect(attributes.has('domain'), name).toBe(false);
      expect(attributes.has('secure'), name).toBe(false);
    }
  });

  it('the flow cookie goes when the flow completes, and the session cookie comes then and no earlier', async () => {
    const dora = app.person('dora@example.org');
    await dora.signInWithPassword();
    expect([...dora.client.cookies.keys()]).toEqual(['sallyport-flow']);
    await dora.goesOnWith('email-code');
    expect([...dora.client.cookies.keys()].sort()).toEqual(['sallyport-device', 'sallyport-session']);
    await dora.signsOut();
    expect([...dora.client.cookies.keys()]).toEqual(['sallyport-device']);
  });

  it('no two sign-ins are given the same token', async () => {
    const tokens = new Set<string>();
    for (let times = 0; times < 3; times += 1) {
      const dora = app.person('dora@example.org');
      await dora.proves('password', 'email-code');
      for (const value of dora.client.cookies.values()) tokens.add(value);
    }
    expect(tokens.size).toBe(6);
  });
});
