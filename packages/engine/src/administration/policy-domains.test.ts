import type { PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TENANT } from '../embedded.test-support.ts';
import { Browser, corporate } from '../sign-in/single-sign-on/fake-provider.test-support.ts';

const HOST = hostCode('host');
const ASCII = ['xn--bcher-kva.example', 'corp.example'];

/** The provider owns two mail domains, written like this. */
const owning = (...mailDomains: readonly string[]): PolicyInput<string> => ({
  requiredStrength: 'single',
  providers: { corp: { createAccounts: 'mail-domains', mailDomains } },
});
const AS_PEOPLE_WRITE = owning('Bücher.example', 'Corp.example');

async function opened(policy: PolicyInput<string>) {
  const world = await corporate(policy);
  onTestFinished(() => world.auth.close());
  return world;
}

const eva = { subject: 'eva', email: { address: 'eva@bücher.example', verified: true } };

describe('a mail domain of a policy that is not in ASCII', () => {
  it('X43 is the domain of an address, if the options have the policy', async () => {
    const world = await opened(AS_PEOPLE_WRITE);
    expect(await new Browser(world).signsIn(eva)).toBe('complete');
    const { policy } = await world.auth.policy.current(TENANT);
    expect(policy).toMatchObject({ providers: { corp: { mailDomains: ASCII } } });
  });

  it('X43 is the domain of an address, if an administrator saved the policy', async () => {
    const world = await opened(owning('corp.example'));
    expect(await new Browser(world).signsIn(eva)).toBe('invalid-credentials');
    const { policy: before, version: ifVersion } = await world.auth.policy.current(TENANT);
    const saved = await world.auth.policy.set(TENANT, { ...before, ...AS_PEOPLE_WRITE }, { ifVersion, by: HOST });
    expect(saved).not.toHaveProperty('refused');
    expect(await new Browser(world).signsIn(eva)).toBe('complete');
    const stored = await world.store.readPolicy(TENANT);
    expect(stored?.document).toMatchObject({ providers: { corp: { mailDomains: ASCII } } });
  });

  it('X43 is no change in a preview, and is judged in a draft', async () => {
    const world = await opened(owning(...ASCII));
    const { policy: before } = await world.auth.policy.current(TENANT);
    const draft = { ...before, ...AS_PEOPLE_WRITE };
    const changes = async (policy: PolicyInput<string>) => {
      const impact = await world.auth.policy.preview(TENANT, policy);
      return isRefusal(impact) ? impact : impact.rules.length;
    };
    expect(await changes(draft)).toBe(0);
    expect(await changes({ ...before, ...owning('bücher.example') })).toBe(1);
    expect(await new Browser(world).signsIn(eva)).toBe('complete');
    const asked = { identifier: 'eva@bücher.example', evidence: [], policy: draft };
    expect(await world.auth.policy.whatIf(TENANT, asked)).not.toHaveProperty('refused');
  });

  it.each([
    ['two domains in one', ['bücher.example bücher.example'], 'providers.corp.mailDomains.0'],
    ['an address', ['corp.example', 'ü@bücher.example'], 'providers.corp.mailDomains.1'],
    ['no text', [7], 'providers.corp.mailDomains.0'],
    ['no list', 'bücher.example', 'providers.corp.mailDomains'],
  ])('X43 is refused with its place, if it is %s', async (_, mailDomains, place) => {
    const world = await opened({ requiredStrength: 'single' });
    const written = { requiredStrength: 'single', providers: { corp: { mailDomains } } };
    expect(await world.auth.policy.preview(TENANT, written as never)).toMatchObject({
      refused: 'malformed-input',
      errors: [{ path: `policy.${place}` }],
    });
  });
});
