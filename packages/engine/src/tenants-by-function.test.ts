import { type TenantOptions, tenantId } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { corp, made, NAMES, partsOf, problemOf, tenant } from './tenants.test-support.ts';

describe('a host that tells the parts of a tenant by a function', () => {
  it('X39 is asked once for each tenant that has parts of its own', async () => {
    const asked: string[] = [];
    const closed: string[] = [];
    const auth = made({
      tenant,
      tenants: (name) => {
        asked.push(name);
        if (name === 'nowhere' || name === 'default') return undefined;
        return { providers: [corp(`${name}-idp`, { close: () => void closed.push(name) })] };
      },
    });
    await auth.ready();
    for (const name of [...NAMES, ...NAMES])
      expect(auth.brings(tenantId(name)).providers).toEqual([{ id: `${name}-idp`, name: `${name}-idp` }]);
    expect(asked.filter((name) => name !== 'default')).toEqual(['north', 'south']);
    expect(() => auth.brings(tenantId('nowhere'))).toThrow(expect.objectContaining({ code: 'bad-tenant' }));
    await auth.close();
    expect(closed).toEqual(['north', 'south']);
  });

  it('X39 shares among all tenants what it answers for each of them, and keeps no name that a stranger makes up', async () => {
    let closed = 0;
    let asked = 0;
    const common = {
      providers: [
        corp('corp', {
          close: () => {
            closed += 1;
          },
        }),
      ],
    };
    const auth = made({
      tenant,
      tenants: () => {
        asked += 1;
        return common;
      },
    });
    const before = asked;
    for (const name of ['a', 'b', 'b', 'c'].map(tenantId))
      expect(auth.brings(name).providers).toEqual([{ id: 'corp', name: 'corp' }]);
    expect(auth.brings(tenantId('a'))).toMatchObject({ providers: [{ id: 'corp' }] });
    // Of the first tenant alone the name is kept.
    expect(asked - before).toBe(4);
    await auth.close();
    expect(closed).toBe(1);
  });

  it.each([
    ['a promise', async () => ({}), 'bad-tenants'],
    ['no object', () => 'corp', 'bad-tenants'],
    ['a provider that cannot work', () => ({ providers: [corp('')] }), 'bad-provider'],
    ['no provider that the policy names', () => ({}), 'not-configured'],
  ])('X39 opens nothing where it answers %s', (_, tenants, code) => {
    const auth = made({
      tenant,
      tenants: tenants as unknown as () => TenantOptions,
      policy: { providers: { corp: {} } },
    });
    expect(() => forAdapters(auth).tenantOf({ headers: {}, path: '/' })).toThrow(expect.objectContaining({ code }));
  });

  it('X39 X4 gives a directory to one name only, so that a made-up name brings no new guesses', () => {
    const { directory } = partsOf('north', []);
    const common = { directory };
    for (const tenants of [() => common, () => ({ directory })]) {
      const auth = made({ tenant, tenants });
      for (const name of ['north', 'north']) expect(auth.brings(tenantId(name)).providers).toEqual([]);
      for (const name of ['made-up', 'south', 'made-up'])
        expect(() => auth.brings(tenantId(name))).toThrow(
          expect.objectContaining({ code: 'shared-directory', message: expect.stringContaining("tenant 'north'") }),
        );
      expect(auth.brings(tenantId('north')).providers).toEqual([]);
    }
    expect(problemOf({ tenant, tenants: { north: common, south: common } })).toBeUndefined();
  });

  it('X39 is refused at start-up with a policy that is wrong for every tenant', () => {
    const policy = { requiredStrength: 'enhnaced' };
    expect(problemOf({ tenant, tenants: () => ({}), policy })).toMatchObject({ code: 'policy-invalid' });
  });
});
