import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { newAccount } from '../../embedded.test-support.ts';
import { Browser, corporate, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

const ADA = 'ada@corp.example';
const ada = { subject: '248289761001', email: { address: ADA, verified: true } };

/** The thief leaves for the provider, and sends Ada there. The provider knows Ada, and her browser posts the response. */
async function victimPosts() {
  const world = await corporate(
    { requiredStrength: 'single', providers: { corp: { mailDomains: ['corp.example'] } } },
    { corp: new FakeProvider({ kind: 'saml' }) },
  );
  await newAccount(world, ADA);
  const thief = new Browser(world);
  const RelayState = await thief.leaves();
  const victim = new Browser(world);
  const form = { RelayState, SAMLResponse: world.corp.signsIn(ada) };
  const kept = await world.auth.sso.keepResponse(victim.caller, 'corp', form);
  if (isRefusal(kept)) throw new Error(kept.refused);
  return { world, thief, victim, RelayState, form, ticket: kept.ticket };
}

describe('a SAML response that the browser of a victim posts into the journey of a thief', () => {
  it('X7 X9 signs in neither the thief, who has no ticket, nor the victim, who has no flow', async () => {
    const { world, thief, victim, RelayState, ticket } = await victimPosts();
    expect(await thief.returns({ RelayState })).toBe('invalid-credentials');
    expect(await thief.returns({ RelayState, ticket: '' })).toBe('invalid-credentials');
    expect(await thief.returns({ RelayState, ticket: RelayState })).toBe('invalid-credentials');
    expect(await victim.returns({ RelayState, ticket })).toBe('flow-expired');
    expect(await world.auth.sessions.guard(thief.caller, { needs: 'session' })).toEqual({ refused: 'no-session' });
    await world.auth.close();
  });

  it('X7 is kept once if the browser posts it twice', async () => {
    const { world, victim, form, ticket } = await victimPosts();
    const { judged } = world.corp;
    expect(await world.auth.sso.keepResponse(victim.caller, 'corp', form)).toMatchObject({ ticket });
    expect(world.corp.judged).toBe(judged);
    await world.auth.close();
  });

  it('X7 is replaced by the response that the owner of the flow posts, and by no made-up response', async () => {
    const { world, thief, RelayState, ticket } = await victimPosts();
    const own = { RelayState, SAMLResponse: world.corp.signsIn(ada) };
    const again = await world.auth.sso.keepResponse(thief.caller, 'corp', own);
    if (isRefusal(again)) throw new Error(again.refused);
    const made = await world.auth.sso.keepResponse(thief.caller, 'corp', { RelayState, SAMLResponse: 'made up' });
    expect(made).toEqual({ refused: 'invalid-credentials' });
    expect(await thief.returns({ RelayState, ticket })).toBe('invalid-credentials');
    expect(await thief.returns({ RelayState, ticket: again.ticket })).toBe('complete');
    await world.auth.close();
  });
});
