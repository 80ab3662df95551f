import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { newAccount } from '../embedded.test-support.ts';
import {
  Browser,
  type Corporate,
  corporate,
  FakeProvider,
} from '../sign-in/single-sign-on/fake-provider.test-support.ts';

const STALE = { refused: 'precondition-failed' };
const ADA = 'ada@corp.example';
const by = hostCode('a colleague');

describe('a change of roles that its author read before a colleague changed the own roles', () => {
  /** The provider gives Ada `staff`. Her account has these roles of its own. */
  async function staff(own: readonly string[]) {
    const world: Corporate = await corporate(
      { requiredStrength: 'single', providers: { corp: { mailDomains: ['corp.example'] } } },
      { corp: new FakeProvider({ roles: ['staff'] }) },
    );
    const accountId = await newAccount(world, ADA);
    const { people } = world.auth;
    await people.setRoles({ identifier: ADA }, { roles: own, by });
    const email = { address: ADA, verified: true };
    const comes = (roles: readonly string[]) => new Browser(world).signsIn({ subject: 'ada', email, roles });
    expect(await comes(['staff'])).toBe('complete');
    const roles = async () => (await people.find({ identifier: ADA }))?.roles;
    // As the page of a person reads the own roles.
    const { roles: all = [], givenRoles = [] } = (await people.find({ identifier: ADA })) ?? {};
    const read = all.filter((role) => !givenRoles.some((given) => given.roles.includes(role)));
    const set = (to: readonly string[], from?: readonly string[]) =>
      people.setRoles({ identifier: ADA }, { roles: to, by, ...(from && { from }) });
    return { world, accountId, comes, roles, read, set };
  }

  it('W4 P9 does not bring back a role that the colleague took, and that a provider gives as well', async () => {
    const { comes, roles, read, set } = await staff(['staff']);
    expect(isRefusal(await set([]))).toBe(false);
    expect(await set([...read, 'reader'], read)).toEqual(STALE);
    // The provider takes its word back.
    expect(await comes([])).toBe('complete');
    expect(await roles()).toEqual([]);
  });

  it('W4 P9 does not undo a role that the colleague gave, and that a provider gave before', async () => {
    const { comes, roles, read, set } = await staff([]);
    expect(isRefusal(await set(['staff']))).toBe(false);
    expect(await set(['reader'], read)).toEqual(STALE);
    expect(await comes([])).toBe('complete');
    expect(await roles()).toEqual(['staff']);
  });
});
