import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD } from '../../embedded.test-support.ts';
import { OneEntryById, SECRET } from '../../sign-in/directory.test-support.ts';
import { accepted } from './planting.test-support.ts';

const by = hostCode('hr');
const IDA = { identifier: 'ida@example.org' };

/** The directory of the time after the move: another server, with another id. */
class Successor extends OneEntryById {
  override readonly id: never = 'ad' as never;

  constructor() {
    super();
    this.entry = { key: 'new', dn: 'cn=ida,dc=example', subject: 'new-1' };
    this.told = { subject: 'new-1', roles: [], email: IDA.identifier } as never;
  }
}

/** Ida came from the directory `ldap`. The app has the directory `ad` in its place now. */
async function moved(): Promise<Embedded> {
  const before = await embedded({
    policy: { requiredStrength: 'single' },
    policySource: 'code',
    directory: new OneEntryById(),
  });
  const externalIds = [{ provider: 'ldap', subject: 's1' }];
  accepted(await before.auth.people.create({ ...IDA, email: IDA.identifier, externalIds, by }));
  return embedded({
    policy: { requiredStrength: 'single', providers: { ad: { mailDomains: ['example.org'] } } },
    policySource: 'code',
    store: before.store,
    directory: new Successor(),
  });
}

describe('P4 a person of a directory whose place another directory took', () => {
  it('is counted as somebody who can sign in only if she can', async () => {
    const world = await moved();
    const client = new Client(world);
    const reply = await world.auth.signIn.begin(client.caller, { ...IDA, password: SECRET });
    const isIn = !isRefusal(reply);
    const { accounts } = await world.auth.people.list();
    const [ida] = accounts;
    expect({ isIn, group: ida?.group }).toEqual({ isIn, group: isIn ? 'meets' : 'noWayIn' });
    await world.auth.close();
  });

  it('gets a password of her own after the link', async () => {
    const world = await moved();
    const { people } = world.auth;
    const sets = async () => {
      const set = await people.setPassword(IDA, { password: PASSWORD, by });
      return isRefusal(set) ? set.refused : 'set';
    };
    expect(await sets()).toBe('method-not-allowed');
    accepted(await people.setExternalIds(IDA, { externalIds: [], by }));
    expect(await sets()).toBe('set');
    await world.auth.close();
  });

  it('is no policy administrator who can take over from the last one', async () => {
    const dir = new OneEntryById();
    const policy = { requiredStrength: 'single' } as const;
    const before = await embedded({ policy, policySource: 'code', directory: dir });
    const externalIds = [{ provider: 'ldap', subject: 's1' }];
    accepted(
      await before.auth.people.create({ ...IDA, email: IDA.identifier, roles: ['super-admin'], externalIds, by }),
    );
    await newAccount(before, 'boss@example.org', ['super-admin']);
    const world = await embedded({ policy, policySource: 'code', store: before.store, directory: new Successor() });
    const client = new Client(world);
    const reply = await world.auth.signIn.begin(client.caller, { ...IDA, password: SECRET });
    const gone = await world.auth.people.delete({ identifier: 'boss@example.org' }, { by });
    expect({ ida: isRefusal(reply) ? 'out' : 'in', boss: isRefusal(gone) ? gone.refused : 'deleted' }).toEqual({
      ida: 'out',
      boss: 'policy-strands-administrators',
    });
    await world.auth.close();
  });
});
