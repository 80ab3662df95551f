import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { TENANT } from '../../embedded.test-support.ts';
import { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, EVE, office, POLICY } from './planting.test-support.ts';

const by = hostCode('hr');
const EVE_AT_CORP = { subject: 'eve', email: { address: EVE, verified: true } };

type World = Awaited<ReturnType<typeof office>>['world'];

/** HR made Eve's account. Eve comes in at the provider of the mail domain, which links her by the address. */
async function made() {
  const { world } = await office({ policySource: 'store' });
  const { accountId } = accepted(await world.auth.people.create({ identifier: 'eve', email: EVE, by }));
  return { world, accountId };
}

async function comesInAlone(world: World): Promise<boolean> {
  const browser = new Browser(world);
  try {
    await browser.signsIn(EVE_AT_CORP);
    await browser.session();
    return true;
  } catch {
    return false;
  }
}

describe('X21 X42 a person whom the provider of the mail domain would link at the first sign-in', () => {
  it('comes in alone', async () => {
    const { world } = await made();
    expect(await comesInAlone(world)).toBe(true);
  });

  /** docs/guide/accounts.md: "`no-way-in-left` if the account could not sign in by itself any more; … `force` overrides the refusal". */
  it('keeps this way in, unless an act is forced', async () => {
    const { world, accountId } = await made();
    const act = await world.auth.people.setMethods({ accountId }, { methods: ['password', 'passkey'], by });
    const comesIn = await comesInAlone(world);
    expect({ act: isRefusal(act) ? act.refused : 'done', comesIn }).toEqual({ act: 'no-way-in-left', comesIn: true });
  });

  /** docs/guide/embedding.md: accounts "which can sign in by themselves now and could not under the new document". */
  it('counts as newly stranded by a policy that ends this way in', async () => {
    const { world } = await made();
    const { version: ifVersion } = await world.auth.policy.current(TENANT);
    const draft = {
      ...POLICY,
      administrators: { policy: ['super-admin'], people: ['admin'] },
      methods: ['password', 'passkey'],
    } as const;
    const preview = await world.auth.policy.preview(TENANT, draft, { compare: true });
    if (isRefusal(preview)) throw new Error(JSON.stringify(preview));
    await world.auth.policy.set(TENANT, draft, { ifVersion, by });
    expect({ newlyStranded: preview.newlyStranded, comesIn: await comesInAlone(world) }).toEqual({
      newlyStranded: 1,
      comesIn: false,
    });
  });

  /** docs/guide/moving-users.md: "`sallyport import` counts the rows that say false": "nobody can sign in to the account under the policy in force". */
  it('is not reported by an import as an account that nobody can sign in to', async () => {
    const { world } = await office();
    const row = { identifier: 'eve', email: EVE, emailVerified: true };
    const reports = [];
    for await (const report of world.auth.people.import([row], { by })) reports.push(report);
    const canSignIn = reports.map((report) => ('canSignIn' in report ? report.canSignIn : undefined));
    expect({ canSignIn, comesIn: await comesInAlone(world) }).toEqual({ canSignIn: [true], comesIn: true });
  });

  /** The contract of `setEmail`: "After an invitation to a mistyped address, call `invite` again." */
  it('X3 is invited to another address, which ends the link and refuses nothing', async () => {
    const { world } = await office();
    const { people } = world.auth;
    const { accountId } = accepted(await people.create({ identifier: 'eve', email: EVE, invite: true, by }));
    accepted(await people.setEmail({ accountId }, { email: 'eve@partner.example', by }));
    accepted(await people.invite({ accountId }, { by }));
    await world.auth.runBackgroundWork();
    expect(world.mails.findLast(({ kind }) => kind === 'invitation')?.to).toBe('eve@partner.example');
  });

  it('X3 keeps its address, if nothing takes its place', async () => {
    const { world, accountId } = await made();
    expect(await world.auth.people.setEmail({ accountId }, { email: null, by })).toMatchObject({
      refused: 'no-way-in-left',
    });
  });
});
