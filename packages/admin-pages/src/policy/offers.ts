import { client, keepOpenWays } from '@sallyport/pages/parts';
import { recordOf } from './document.ts';
import type { Draft } from './draft.ts';
import type { Offers } from './fields.ts';
import { rolesKnown } from './policy-roles.ts';
import type { Headcount } from './roles-table.ts';
import { WAYS } from './rules-row.ts';

export async function offersOf(draft: Draft, people: Headcount): Promise<Offers> {
  const site = await openSite();
  const known = [...people.byRole.keys()].filter((role) => role !== '').map((role) => ({ roles: [role] }));
  return {
    // A role whose rule the draft removes keeps its row.
    roles: () =>
      [...new Set([...rolesKnown(draft.base.policy, known), ...rolesKnown(draft.policy(), known)])].toSorted(),
    providers: () => [...new Set([...site.providers, ...Object.keys(recordOf(draft.policy()['providers']))])],
    // The server lists no provider if the policy excludes single sign-on, and never a directory.
    lacksProviders: () =>
      site.isKnown &&
      draft.base.policy['methods'] === undefined &&
      site.providers.length === 0 &&
      !site.ways.includes('ldap') &&
      Object.keys(recordOf(draft.policy()['providers'])).length === 0,
    // The server does not list the ways in that the policy excludes.
    ways: () => (draft.base.policy['methods'] === undefined ? site.ways : WAYS),
  };
}

async function openSite(): Promise<{
  readonly ways: readonly string[];
  readonly providers: readonly string[];
  readonly isKnown: boolean;
}> {
  try {
    // The texts of the page take the providers' names from the kept ways.
    const { methods, providers } = keepOpenWays(await client.inSession.waysIn());
    return { ways: methods, providers: providers.map(({ id }) => id), isKnown: true };
  } catch {
    // The fields then offer every way in, and the policy's providers.
  }
  return { ways: WAYS, providers: [], isKnown: false };
}
