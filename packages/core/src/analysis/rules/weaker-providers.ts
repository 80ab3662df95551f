import { impliedByTrust } from '../../strength/compile.ts';
import type { ProviderInput } from '../../strength/provider.ts';
import type { RuleChange } from './rule-change.ts';

type Trust = NonNullable<ProviderInput['trust']>[number];

/** For every member of a provider's settings: do the new settings demand less than the old settings demanded? */
const SETTINGS: {
  readonly [Member in keyof ProviderInput]-?: (before: ProviderInput, after: ProviderInput) => boolean;
} = {
  trust: (before, after) =>
    (after.trust ?? []).some((entry) => !(before.trust ?? []).some((old) => covers(old, entry))),
  // The provider may link an account with an address in a new domain. A code to a mailbox in a lost domain counts beside the provider.
  mailDomains: ({ mailDomains: before = [] }, { mailDomains: after = [] }) =>
    after.some((domain) => !before.includes(domain)) || before.some((domain) => !after.includes(domain)),
  createAccounts: (before, after) => after.createAccounts === true && before.createAccounts !== true,
};

/** True if the new policy trusts some provider for more. */
export function isWeakerProviders({ from, to }: RuleChange): boolean {
  return [...new Set([...from.providers.keys(), ...to.providers.keys()])].some((name) => {
    const [before = {}, after = {}] = [from.providers.get(name), to.providers.get(name)];
    return Object.values(SETTINGS).some((isWeaker) => isWeaker(before, after));
  });
}

/** True if an old entry accepted every assertion of a new entry, for a strength that is at least as strong. */
function covers(old: Trust, entry: Trust): boolean {
  return (
    (old.acr === undefined || old.acr === entry.acr) &&
    (old.amr ?? []).every((method) => entry.amr?.includes(method) === true) &&
    impliedByTrust(old.strength).includes(entry.strength)
  );
}
