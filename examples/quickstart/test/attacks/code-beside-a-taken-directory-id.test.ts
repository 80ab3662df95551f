import { hostCode, isRefusal } from '@sallyport/engine';
import type { Directory, SignInProvider } from '@sallyport/store/providers';
import { expect, it } from 'vitest';
import { sharedStore } from '../support/embedded.ts';
import { APPS, listens, Program } from '../support/guarded-apps.ts';

const by = hostCode('hr');
const identifier = 'ida@example.org';
const none = async (): Promise<never> => {
  throw new Error('nobody asks');
};
const directory = {
  ...{ id: 'corp', name: 'Corp', roles: [], find: none, verify: none, close: async () => {} },
} as unknown as Directory;
const corp = {
  ...{ id: 'corp', kind: 'oidc', name: 'Corp', roles: [], begin: none, finish: none },
} as unknown as SignInProvider;

it.each([
  ['directory', 'provider', { directory }, { providers: [corp] }],
  ['provider', 'directory', { providers: [corp] }, { directory }],
])('X21 the identity of a %s whose id a %s took over counts for nothing on the pages', async (_, __, was, is) => {
  const shared = await sharedStore('memory');
  const policy = { administrators: {}, requiredStrength: 'baseline', providers: { corp: {} } } as const;
  const before = await shared.start({ policy, ...was } as never);
  const externalIds = [{ provider: 'corp', subject: 's1' }];
  const made = await before.people.create({ identifier, email: identifier, externalIds, by });
  if (isRefusal(made)) throw new Error(made.refused);
  const auth = await shared.start({ policy, ...is } as never);
  const { accounts } = await auth.people.list();
  expect(accounts[0]?.group).toBe('noWayIn');
  // By the absent name, the pages know that the app has no such part, and offer no code.
  expect(await auth.people.find({ identifier })).toMatchObject({ externalIds: [{ name: undefined }] });
  const vouched = await auth.people.vouch({ identifier }, { by });
  if (isRefusal(vouched)) throw new Error(vouched.refused);
  const ida = new Program(await listens(APPS.express(auth)));
  await ida.asks('127.0.0.1', 'POST', '/auth/sign-in', { identifier });
  const { enrollmentCode: code } = vouched;
  const entered = await ida.asks('127.0.0.1', 'POST', '/auth/sign-in/enrollment-code', { code });
  expect(entered.status).toBe(401);
});
