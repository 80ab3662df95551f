import {
  type Administration,
  definePolicy,
  highestAdministration,
  type Policy,
  setUpByIdentity,
} from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { APP, AT, BARE, CLUB, CORP, SYNCED } from '../factors/account-record.test-support.ts';
import { addLink, externalIdAt, unlink } from '../factors/sso-and-ldap.ts';
import { afterRoleGain, clearedForItsRoles, clearedForNoMore } from './role-gain.ts';

// A model of every commit that can change what an account has. Pia administers people, and sets up things in the account of somebody else.

const POLICIES: readonly Policy[] = [
  { policy: ['chief'], people: ['clerk'] },
  { policy: ['chief', 'lead'], people: ['clerk'] },
  { policy: ['chief'], people: ['clerk', 'lead'] },
  { policy: ['chief'] },
].map((administrators) => definePolicy({ administrators }));
const [FIRST = definePolicy({})] = POLICIES;

type Giver = 'corp' | 'club';
type Step =
  | { readonly does: 'sets roles' | 'tells roles of the host'; readonly roles: readonly string[] }
  | { readonly does: 'gives roles'; readonly by: Giver; readonly roles: readonly string[] }
  | { readonly does: 'names an identity' | 'links' | 'sets up an app by the identity' | 'unlinks'; readonly at: Giver }
  | { readonly does: 'registers a passkey' | 'blocks' | 'unblocks' | 'signs in' }
  | { readonly does: 'changes the policy'; readonly to: number };

const giver = fc.constantFrom<Giver>('corp', 'club');
const roles = fc.subarray(['chief', 'clerk', 'lead']);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constantFrom('sets roles', 'tells roles of the host'), roles }),
  fc.record({ does: fc.constant('gives roles'), by: giver, roles }),
  fc.record({
    does: fc.constantFrom('names an identity', 'links', 'sets up an app by the identity', 'unlinks'),
    at: giver,
  }),
  fc.record({ does: fc.constantFrom('registers a passkey', 'blocks', 'unblocks', 'signs in') }),
  fc.record({ does: fc.constant('changes the policy'), to: fc.nat(POLICIES.length - 1) }),
);

class Model {
  account: AccountRecord = BARE;
  policy = FIRST;
  #made = 0;

  take(one: Step): void {
    switch (one.does) {
      case 'sets roles':
        this.#acts((account) => ({ ...account, roles: one.roles }), true);
        break;
      case 'tells roles of the host':
        this.#signsIn((account) => ({ ...account, roles: one.roles }));
        break;
      case 'gives roles':
        if (externalIdAt(this.account, one.by) !== undefined)
          this.#signsIn(({ providerRoles, ...account }) => ({
            ...account,
            providerRoles: { ...providerRoles, [one.by]: one.roles },
          }));
        break;
      case 'names an identity':
        this.#pias((account) => this.#linked(account, one.at, 'pia'));
        break;
      case 'links':
        this.#acts((account) => this.#linked(account, one.at));
        break;
      case 'sets up an app by the identity':
        this.#signsIn((account) => {
          const { id, setUpBy } = externalIdAt(account, one.at) ?? {};
          return id === undefined ? account : withApp(account, this.#id(), setUpByIdentity(id, setUpBy));
        });
        break;
      case 'unlinks':
        this.#acts((account) => unlink(account, one.at, AT));
        break;
      case 'registers a passkey':
        this.#pias(({ passkeys, ...account }) => ({
          ...account,
          passkeys: [...passkeys, { ...SYNCED, id: this.#id(), setUpBy: 'pia' }],
        }));
        break;
      case 'blocks':
        this.#acts((account) => ({ ...account, block: { at: AT, reason: 'An investigation', by: 'host' } }));
        break;
      case 'unblocks':
        this.#acts(({ block: _, ...account }) => account);
        break;
      case 'signs in':
        this.#signsIn((account) => ({ ...account }));
        break;
      case 'changes the policy':
        this.policy = POLICIES[one.to] ?? FIRST;
        // Somebody writes the account under each policy: a policy that nobody wrote under is a stated limit.
        this.#acts((account) => ({ ...account }));
        break;
    }
  }

  /** As `performAct` commits an act. */
  #acts(plan: (account: AccountRecord) => AccountRecord, setsRoles = false): void {
    const account = clearedForItsRoles(this.policy, this.account, AT);
    const left = afterRoleGain(this.policy, account, plan(account), AT);
    this.account = clearedForNoMore(this.policy, left, setsRoles ? left : { ...left, roles: account.roles });
  }

  /** An act of Pia, who may act only on people below the administrators of the policy. */
  #pias(plan: (account: AccountRecord) => AccountRecord): void {
    if (!this.#ranks().includes('policy')) this.#acts(plan);
  }

  /** As a sign-in commits its proof. A blocked account is not written. */
  #signsIn(change: (account: AccountRecord) => AccountRecord): void {
    if (this.account.block !== undefined) return;
    const kept = afterRoleGain(this.policy, this.account, change(this.account), AT);
    this.account = clearedForNoMore(this.policy, kept, kept);
  }

  #linked(account: AccountRecord, at: Giver, setUpBy?: string): AccountRecord {
    const link = at === 'corp' ? CORP : CLUB;
    return addLink(unlink(account, at, AT), { ...link, id: this.#id(), setUpBy });
  }

  #id(): string {
    this.#made += 1;
    return `made-${this.#made}`;
  }

  /** The administration by the own roles, and by each provider's roles. */
  #ranks(): readonly (Administration | undefined)[] {
    const { roles: own, providerRoles = {} } = this.account;
    return [own, ...Object.values(providerRoles)].map((given) => highestAdministration(this.policy, given));
  }

  /** Pia's things that the account must not have, as it administers the policy. */
  mustGo(): readonly string[] {
    const { account } = this;
    const [own, ...given] = this.#ranks();
    if (account.block !== undefined || (own !== 'policy' && !given.includes('policy'))) return [];
    const { totp, passkeys, externalIds = [], providerRoles = {} } = account;
    const givers = Object.keys(providerRoles).filter((_, place) => given[place] === 'policy');
    const isOfGivers = (id: string | undefined): boolean =>
      own !== 'policy' && givers.every((provider) => externalIdAt(account, provider)?.id === id);
    return [
      ...(totp === undefined || isOfGivers(totp.setUpBy?.split(' identity:')[1]) ? [] : ['app']),
      ...passkeys.map(() => 'passkey'),
      ...externalIds
        .filter(({ id, setUpBy }) => setUpBy !== undefined && !isOfGivers(id))
        .map(({ provider }) => provider),
    ];
  }
}

function withApp(account: AccountRecord, id: string, setUpBy: string | undefined): AccountRecord {
  return setUpBy === undefined ? account : { ...account, totp: { ...APP, id, setUpBy } };
}

describe('an account that administers the policy', () => {
  it('N15 has nothing that a people administrator set up before, whatever happened in which order', () => {
    const history = fc.array(step, { minLength: 2, maxLength: 14 });
    fc.assert(
      fc.property(history, (steps) => {
        const model = new Model();
        for (const one of steps) {
          model.take(one);
          expect(model.mustGo()).toEqual([]);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('the marks of a cleared account', () => {
  const [policy = definePolicy({})] = POLICIES;

  it('N15 a mark of its own roles goes over to the role of a provider, in place of the lower mark of this provider', () => {
    const account: AccountRecord = {
      ...BARE,
      externalIds: [CORP],
      providerRoles: { corp: ['chief'] },
      clearedFor: [{ rank: 'policy' }, { provider: 'corp', rank: 'people' }],
    };
    expect(clearedForNoMore(policy, account, account).clearedFor).toEqual([{ provider: 'corp', rank: 'policy' }]);
  });

  it('N15 an address that is lost again is on record once, as the newest', () => {
    const account: AccountRecord = {
      ...BARE,
      roles: ['chief'],
      email: { address: 'old@example.org', verifiedAt: AT, setUpBy: 'pia' },
      formerAddresses: ['old@example.org', 'older@example.org'],
    };
    const left = clearedForItsRoles(policy, account, AT);
    expect(left.email).toBeUndefined();
    expect(left.formerAddresses).toEqual(['older@example.org', 'old@example.org']);
  });
});
