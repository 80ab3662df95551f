import type { PolicyInput } from '@sallyport/core';
import { type Directory, hostCode, isRefusal, type TenantOptions, tenantId } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, PASSWORD } from './embedded.test-support.ts';

const DAY = 86_400_000;
const NORTH = tenantId('north');
const DORA = 'dora@example.org';

/** One Sallyport whose tenants a function tells, of the code's policy alone. */
async function world(
  policy: PolicyInput<string>,
  parts: TenantOptions = {},
  options: Parameters<typeof embedded>[0] = {},
): Promise<Embedded> {
  const sendMail = () => undefined;
  const given = { ...parts, sendMail };
  return embedded({ tenant: () => NORTH, tenants: (name) => (name === NORTH ? given : undefined), policy, ...options });
}

function clientOf(app: Embedded): Client {
  const client = new Client(app);
  client.caller = { ...client.caller, tenant: NORTH };
  return client;
}

async function newAccountIn({ auth }: Embedded): Promise<void> {
  const asked = { tenant: NORTH, identifier: DORA, email: DORA, password: PASSWORD, by: hostCode('host') };
  const created = await auth.people.create(asked);
  if (isRefusal(created)) throw new Error(created.refused);
}

const isSignedIn = async ({ auth }: Embedded, { caller }: Client): Promise<boolean> =>
  !isRefusal(await auth.sessions.guard(caller, { needs: 'session' }));

const typesOf = async ({ store }: Embedded): Promise<readonly string[]> =>
  (await store.listEvents(NORTH, { limit: 50 })).items.map(({ type }) => type);

function staff(left: ReadonlySet<string>): Directory {
  return {
    ...{ id: 'ldap', name: 'Staff', roles: [] },
    find: async (name) => ({ outcome: 'found', entry: { key: name, dn: `uid=${name}`, subject: name } }),
    verify: async ({ key }) => ({ subject: key, roles: [] }),
    admits: async (subject) => !left.has(subject),
    close: async () => undefined,
  };
}

describe('a tenant that a function tells, on the policy of the code', () => {
  it('X43 is rechecked at its directory, also by a process that has only checked its sessions', async () => {
    const left = new Set<string>();
    const policy: PolicyInput<string> = {
      requiredStrength: 'single',
      providers: { ldap: { createAccounts: true } },
    };
    const rechecked = { directoryRechecks: '1h' } as const;
    const app = await world(policy, { directory: staff(left) }, rechecked);
    const dora = clientOf(app);
    await dora.keeps(app.auth.signIn.begin(dora.caller, { identifier: 'dora', password: PASSWORD }));
    await app.auth.close();
    const restarted = await world(policy, { directory: staff(left) }, { ...rechecked, store: app.store });
    expect(await isSignedIn(restarted, dora)).toBe(true);
    left.add('dora');
    await restarted.auth.runBackgroundWork();
    expect(await isSignedIn(restarted, dora)).toBe(false);
    await restarted.auth.close();
  });

  it('X21 has its dormant accounts blocked', async () => {
    const app = await world({ requiredStrength: 'single', dormant: { after: '90d', then: 'block' } });
    await newAccountIn(app);
    for (const days of [76, 20]) {
      app.now += days * DAY;
      await app.auth.runBackgroundWork();
    }
    expect(await typesOf(app)).toEqual(expect.arrayContaining(['account.dormant', 'account.blocked']));
    await app.auth.close();
  });

  it('X42 has its sessions revoked at a date', async () => {
    const app = await world({
      ...{ requiredStrength: 'single', onTighten: 'revoke' },
      later: [{ from: '2031-03-04T00:00:00Z', requiredStrength: 'enhanced' }],
    });
    await newAccountIn(app);
    const dora = clientOf(app);
    await dora.keeps(app.auth.signIn.begin(dora.caller, { identifier: DORA, password: PASSWORD }));
    app.now += DAY;
    await app.auth.runBackgroundWork();
    expect(await typesOf(app)).toContain('session.revoked');
    await app.auth.close();
  });
});
