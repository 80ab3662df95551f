import type { SignInProvider } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { FakeProvider } from '../sign-in/single-sign-on/fake-provider.test-support.ts';
import { type Planted, planted } from './planted.test-support.ts';

const PAGE = { returnTo: 'http://localhost:3000/' };

/** A provider with no page for it: not every one has. */
class WithoutPage extends FakeProvider {
  override logout = undefined as never;
}

/** One that says where people sign out only when it is up. */
class Down extends FakeProvider {
  override logout(): Promise<string> {
    return Promise.reject(new Error('no answer'));
  }
}

/** Where somebody signs out whose session was begun like this. */
async function signsOut(
  { world, account, session, live }: Planted,
  begunAt: { readonly provider: string; readonly logoutHint?: string } | undefined,
  options?: typeof PAGE,
) {
  const here = await session(await account('dora'), 'here', { begunAt });
  const ended = await world.auth.sessions.end(here, await live(here), options);
  expect(await world.auth.sessions.guard(here, { needs: 'session' })).toEqual({ refused: 'no-session' });
  expect(await world.store.listEvents(TENANT, { limit: 9, types: ['session.revoked'] })).toMatchObject({ items: [{}] });
  return ended;
}

const at = (...providers: SignInProvider[]) => planted({ providers });

it('P7 signing out of a session that was begun at a provider tells where to sign out there', async () => {
  const logout = 'https://idp.corp.example/logout?hint=&returnTo=http%3A%2F%2Flocalhost%3A3000%2F';
  expect(await signsOut(await at(new FakeProvider()), { provider: 'corp' }, PAGE)).toEqual({ logout });
});

it('P7 a hint for the provider that was sealed under a key that is gone is left out', async () => {
  const logout = 'https://idp.corp.example/logout?hint=&returnTo=http%3A%2F%2Flocalhost%3A3000%2F';
  const begunAt = { provider: 'corp', logoutHint: 'v1.gone.sealed' };
  expect(await signsOut(await at(new FakeProvider()), begunAt, PAGE)).toEqual({ logout });
});

it.each<[string, SignInProvider, { readonly provider: string } | undefined]>([
  ['that was begun at no provider', new FakeProvider(), undefined],
  ['of a provider that the host brings no more', new FakeProvider(), { provider: 'gone' }],
  ['of a provider without a page for it', new WithoutPage(), { provider: 'corp' }],
])('P7 signing out of a session %s ends that session alone', async (_, provider, begunAt) => {
  const plants = await at(provider);
  expect(await signsOut(plants, begunAt, PAGE)).toStrictEqual({});
  expect(plants.world.logged).toEqual([]);
});

it('P7 signing out asks no provider unless it is told where the person is to come back to', async () => {
  expect(await signsOut(await at(new FakeProvider()), { provider: 'corp' })).toStrictEqual({});
});

it('P7 X17 a provider that does not answer keeps nobody signed in, and the host is told', async () => {
  const plants = await at(new Down());
  expect(await signsOut(plants, { provider: 'corp' }, PAGE)).toStrictEqual({});
  expect(plants.world.logged).toEqual([
    ['the provider corp did not answer', { because: 'Error: no answer' }],
    ['a provider did not say where to sign out', { provider: 'corp' }],
  ]);
});
