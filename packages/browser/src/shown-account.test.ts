import { expect, it } from 'vitest';
import { createSallyportClient, type SallyportClient } from './client.ts';

/** The requests that named an account, and the accounts. */
async function named(act: (client: SallyportClient) => Promise<unknown>, shown: string | null = 'a1') {
  const seen: (string | null)[] = [];
  const client = createSallyportClient({
    shownAccount: () => shown ?? undefined,
    fetch: async (_input, init) => {
      seen.push(new Headers(init?.headers).get('sallyport-account'));
      return Response.json({ status: 'continue' });
    },
  });
  await act(client);
  return seen;
}

it('X44 a change for the signed-in person names the account that the page shows', async () => {
  expect(await named(({ account }) => account.delete())).toEqual(['a1']);
  expect(await named(({ account }) => account.changePassword({ next: 'n' }))).toEqual(['a1']);
  expect(await named(({ admin }) => admin.deleteAccount('a2'))).toEqual(['a1']);
  expect(await named(({ enroll }) => enroll.secret('totp'))).toEqual(['a1']);
  expect(await named(({ stepUp }) => stepUp())).toEqual(['a1']);
});

it('X44 a read for the signed-in person names it as well', async () => {
  expect(await named(({ account }) => account.devices())).toEqual(['a1']);
  expect(await named(({ admin }) => admin.overview())).toEqual(['a1']);
});

it('X44 a step of a flow and a sign-out do not name it, nor does a page that shows nobody', async () => {
  expect(await named(({ signIn }) => signIn.password('pw'))).toEqual([null]);
  expect(await named(({ recovery }) => recovery.begin('ada'))).toEqual([null]);
  expect(await named(({ inFlow }) => inFlow.enroll.secret('totp'))).toEqual([null]);
  expect(await named(({ session }) => session.end())).toEqual([null]);
  expect(await named(({ account }) => account.delete(), null)).toEqual([null]);
});

it('X44 X14 a link to a provider names it, also after the client read a sign-in of another tab', async () => {
  const seen: (string | null)[] = [];
  const client = createSallyportClient({
    shownAccount: () => 'a1',
    fetch: async (_input, init) => {
      seen.push(new Headers(init?.headers).get('sallyport-account'));
      return Response.json({ status: 'enroll', offer: [], because: [] });
    },
  });
  await client.signIn.status();
  await client.enroll.provider('corp');
  await client.inSession.enroll.provider('corp');
  expect(seen).toEqual([null, 'a1', 'a1']);
});

it('X21 X44 an export names it', async () => {
  expect(await named(({ account }) => account.exportData())).toEqual(['a1']);
});
