import { instant, type PolicyInput } from '@sallyport/core';
import { type Caller, hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { TENANT } from '../../embedded.test-support.ts';
import { Browser, corporate, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

// Eva signed in at her provider this morning, or some days ago: providers keep their sessions for weeks, and state an honest `auth_time`. Outside of the
// office only proofs of the last twelve hours count, and a provider asks Eva again only if it is told to (`max_age`, or to ask who signs in).

const HOUR = 3_600_000;
const POLICY: PolicyInput<string> = {
  requiredStrength: 'single',
  contexts: { outside: { proofsWithin: '12h', shown: true } },
};

const at = (caller: Caller, ...contexts: readonly string[]): Caller => ({ ...caller, contexts: async () => contexts });

async function evas(contexts: readonly string[] = [], more: PolicyInput<string> = {}) {
  const corp = new FakeProvider();
  const world = await corporate({ ...POLICY, ...more }, { contextOf: () => [], corp });
  const { auth } = world;
  const externalIds = [{ provider: 'corp', subject: 'eva' }];
  const made = await auth.people.create({ tenant: TENANT, identifier: 'eva', externalIds, by: hostCode('host') });
  if (isRefusal(made)) throw new Error(made.refused);
  const eva = new Browser(world);
  eva.caller = at(eva.caller, ...contexts);
  let signedInThere = world.now - 13 * HOUR;
  /** There and back. The provider asks Eva again only if it is told to. */
  const signsIn = async (): Promise<string> => {
    const state = await eva.leaves();
    const { within, asksWho, asksAnew } = corp.asked.at(-1) ?? {};
    if (within !== undefined || asksWho === true || asksAnew === true) signedInThere = world.now;
    return eva.returns({ state, code: corp.signsIn({ subject: 'eva', authTime: instant(signedInThere) }) });
  };
  return { world, auth, eva, corp, signsIn };
}

describe('N16 N17 a person whose session at the provider is older than the proofs that a place takes', () => {
  it('signs in where no context applies', async () => {
    const { auth, signsIn } = await evas();
    expect(await signsIn()).toBe('complete');
    await auth.close();
  });

  it('signs in there, at the latest when the person goes to the provider again', async () => {
    const { world, auth, signsIn, corp } = await evas(['outside']);
    const went: string[] = [];
    for (let tries = 0; tries < 4 && went.at(-1) !== 'complete'; tries += 1) {
      world.now += 1_000;
      went.push(await signsIn());
    }
    expect(
      went.at(-1),
      `${went.join(', ')}; asked ${JSON.stringify(corp.asked.map(({ within, asksWho }) => ({ within, asksWho })))}`,
    ).toBe('complete');
    await auth.close();
  });

  it('is not sent to a preferred provider again and again', async () => {
    const { world, auth, eva, signsIn } = await evas(['outside'], { preferSso: 'corp', providers: { corp: {} } });
    const page = async (): Promise<string> => {
      const reply = await auth.signIn.status(eva.caller, { local: false });
      return 'status' in reply ? reply.status : eva.keeps(reply);
    };
    const went: string[] = [await page()];
    for (let tries = 0; tries < 3 && went.at(-1) === 'redirect'; tries += 1) {
      world.now += 1_000;
      const returned = await signsIn();
      went.push(returned, returned === 'complete' ? returned : await page());
    }
    // The page shows itself, and the person presses the button of the provider.
    expect([went.at(-1), await signsIn()], went.join(', ')).toEqual(['continue', 'complete']);
    await auth.close();
  });
});
