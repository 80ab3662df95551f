import { type Directory, ProviderUnavailable } from '@sallyport/store/providers';
import { describe, expect, it } from 'vitest';
import { Client, embedded } from '../embedded.test-support.ts';
import { emptyDirectory } from '../empty-directory.test-support.ts';
import { Browser, corporate } from '../sign-in/single-sign-on/fake-provider.test-support.ts';
import { unavailableWarnings } from './unavailable.ts';

const MINUTE = 60_000;

function refusing(): Error {
  return Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:636'), { code: 'ECONNREFUSED' });
}

describe('a party that does not answer', () => {
  it('X45 is in the log once a minute, with the cause', () => {
    const logged: unknown[] = [];
    let now = 5 * MINUTE;
    const warn = unavailableWarnings({ warn: (...words) => void logged.push(words), error() {} }, () => now);
    const counts = (party = 'the store') => {
      warn(party, refusing());
      return logged.length;
    };
    expect([counts(), counts(), counts('the directory ldap'), counts()]).toEqual([1, 1, 2, 2]);
    now += MINUTE - 1;
    expect(counts()).toBe(2);
    now += 1;
    expect([counts(), counts()]).toEqual([3, 3]);
    // A clock that was put back silences nobody.
    now -= 3 * MINUTE;
    expect(counts()).toBe(4);
    expect(logged[0]).toEqual([
      'the store did not answer',
      { because: 'Error ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:636' },
    ]);
  });

  it('X45 is in the log if it is a provider, at the departure and at the return', async () => {
    const world = await corporate();
    const browser = new Browser(world);
    const told = () => world.logged.filter((line) => String(line).startsWith('the provider corp'));
    const { begin } = world.corp;
    world.corp.begin = () => Promise.reject(new ProviderUnavailable('corp', { cause: refusing() }));
    for (let tries = 0; tries < 3; tries++) expect(await browser.leaves()).toBe('provider-unavailable');
    const because = expect.stringMatching(/^ProviderUnavailable provider-unavailable: .*because of Error ECONNREFUSED/);
    expect(told()).toEqual([['the provider corp did not answer', { because }]]);
    world.corp.begin = begin;
    world.now += MINUTE;
    world.corp.finish = () => Promise.reject(refusing());
    expect(await browser.signsIn({ subject: '1' })).toBe('provider-unavailable');
    expect(told()).toHaveLength(2);
    await world.auth.close();
  });

  it('X45 is in the log if it is a directory, without the password', async () => {
    const directory: Directory = { ...emptyDirectory, find: () => Promise.reject(refusing()) };
    const world = await embedded({ directory });
    const password = 'a password of a person';
    const given = await world.auth.signIn.begin(new Client(world).caller, { identifier: 'ada', password });
    expect(given).toMatchObject({ refused: 'provider-unavailable' });
    expect(world.logged).toContainEqual([
      'the directory ldap did not answer',
      { because: 'Error ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:636' },
    ]);
    expect(JSON.stringify(world.logged)).not.toContain(password);
    await world.auth.close();
  });
});
