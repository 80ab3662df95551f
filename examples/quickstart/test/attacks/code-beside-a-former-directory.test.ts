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
  id: 'ldap',
  name: 'LDAP',
  roles: [],
  find: none,
  verify: none,
  close: async () => {},
} as unknown as Directory;
const corp = {
  id: 'corp',
  kind: 'oidc',
  name: 'Corp',
  roles: [],
  begin: none,
  finish: none,
} as unknown as SignInProvider;

it.each([
  ['ldap', { directory }],
  ['corp', { providers: [corp] }],
])(
  'X21 a person whose only identity is at %s, which the app has no more, is offered no code that opens nothing',
  async (provider, parts) => {
    const shared = await sharedStore('memory');
    const policy = { administrators: {}, requiredStrength: 'baseline' } as const;
    const before = await shared.start({ policy, ...parts } as never);
    const externalIds = [{ provider, subject: 's1' }];
    const made = await before.people.create({ identifier, email: identifier, externalIds, by });
    if (isRefusal(made)) throw new Error(made.refused);
    // The next release has no directory, and no provider.
    const auth = await shared.start({ policy });
    const { accounts } = await auth.people.list();
    expect(accounts[0]?.group).toBe('noWayIn');
    const account = await auth.people.find({ identifier });
    // By the absent name, the pages know that the app has no such part, and offer no code.
    expect(account).toMatchObject({ externalIds: [{ provider, name: undefined }] });
    const vouched = await auth.people.vouch({ identifier }, { by });
    if (isRefusal(vouched)) throw new Error(vouched.refused);
    const ida = new Program(await listens(APPS.express(auth)));
    await ida.asks('127.0.0.1', 'POST', '/auth/sign-in', { identifier });
    const entered = await ida.asks('127.0.0.1', 'POST', '/auth/sign-in/enrollment-code', {
      code: vouched.enrollmentCode,
    });
    expect(entered.status).toBe(401);
  },
);
