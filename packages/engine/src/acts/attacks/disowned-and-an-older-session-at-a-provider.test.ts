import { instant, type PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, TENANT } from '../../embedded.test-support.ts';
import { Browser, corporate, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';

// Eva comes in by her provider and a code to her mailbox. The provider knows her browser since this morning, and asks her again only if it is told to.
// She follows the link of "was this you?" about a sign-in of somebody else, and comes in again.

const HOUR = 3_600_000;
const EVA = 'eva@example.org';

async function evas(policy: PolicyInput<string>) {
  const corp = new FakeProvider();
  const world = await corporate(policy, { corp });
  const { auth } = world;
  const externalIds = [{ provider: 'corp', subject: 'eva' }];
  const made = await auth.people.create({
    tenant: TENANT,
    identifier: EVA,
    email: EVA,
    externalIds,
    by: hostCode('host'),
  });
  if (isRefusal(made)) throw new Error(made.refused);
  let signedInThere = world.now - 5 * HOUR;
  const atProvider = async (eva: Browser): Promise<string> => {
    const state = await eva.leaves();
    const { within, asksWho, asksAnew } = corp.asked.at(-1) ?? {};
    if (within !== undefined || asksWho === true || asksAnew === true) signedInThere = world.now;
    return eva.returns({ state, code: corp.signsIn({ subject: 'eva', authTime: instant(signedInThere) }) });
  };
  const byCode = async (eva: Browser): Promise<string> => {
    const sent = eva.keeps(await auth.signIn.sendCode(eva.caller, 'email-code'));
    if (sent !== 'continue') return sent;
    return eva.keeps(await auth.signIn.code(eva.caller, 'email-code', { code: world.mails.at(-1)?.code ?? '' }));
  };
  /** Reads the state as a page does, and gives what it asks for. Ends with the sign-in, or after ten proofs. */
  const comesIn = async (eva = new Browser(world)): Promise<readonly string[]> => {
    const went: string[] = [await atProvider(eva)];
    for (let proofs = 0; proofs < 10 && went.at(-1) !== 'complete'; proofs += 1) {
      world.now += 1_000;
      const status = await auth.signIn.status(eva.caller, { local: true });
      const answer = 'answer' in status ? status.answer : undefined;
      if (!('status' in status)) eva.keeps(status);
      const accept = answer?.status === 'continue' ? answer.accept.map(({ method }) => method) : [];
      const next = accept.includes('email-code') ? 'email-code' : 'sso';
      went.push(`${next}:`, next === 'sso' ? await atProvider(eva) : await byCode(eva));
    }
    return went;
  };
  const disowns = async (): Promise<void> => {
    await auth.runBackgroundWork();
    const token = world.notices.find(({ event }) => event.type === 'sign-in.unfamiliar')?.token ?? '';
    expect(isRefusal(await auth.sessions.disown(new Client(world).caller, { token }))).toBe(false);
    world.now += 60_000;
  };
  const signsInThereAgain = (): void => {
    signedInThere = world.now;
  };
  return { world, auth, comesIn, disowns, signsInThereAgain };
}

describe.each(['single', 'baseline'] as const)('X28 X14 an owner at %s who disowned a sign-in', (requiredStrength) => {
  it.each([
    ['knows the browser since this morning', false],
    ['has asked her again since', true],
  ])('comes in by a provider that %s', async (_, isAskedSince) => {
    const { auth, comesIn, disowns, signsInThereAgain } = await evas({ requiredStrength });
    expect((await comesIn()).at(-1)).toBe('complete');
    expect((await comesIn()).at(-1)).toBe('complete');
    await disowns();
    if (isAskedSince) signsInThereAgain();
    const went = await comesIn();
    await auth.close();
    expect(went.at(-1), went.join(' ')).toBe('complete');
  });
});
