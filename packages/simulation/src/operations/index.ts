import { ADDRESSES } from './addresses.ts';
import { ADMINISTRATION } from './administration.ts';
import { DIRECTORY } from './directory.ts';
import { FIRST_SIGN_INS } from './first-sign-ins.ts';
import { MAILED_SECRETS } from './mailed-secrets.ts';
import { NAMES } from './names.ts';
import { ORGANISATIONS } from './organisations.ts';
import { OWN_ACCOUNT } from './own-account.ts';
import { OF_POLICIES } from './policies.ts';
import { PROVIDERS } from './providers.ts';
import { RECOVERING } from './recovering.ts';
import type { Operation } from './scene.ts';
import { SETTING_UP } from './setting-up.ts';
import { SIGNING_IN } from './signing-in.ts';
import { SIGNING_UP } from './signing-up.ts';
import { SURROUNDINGS } from './surroundings.ts';
import { VAULTS } from './vaults.ts';

export const OPERATIONS: readonly Operation[] = [
  // In pairs, the first client of an operation meets each client of every later operation. Most set-ups begin with a thief.
  ...SETTING_UP,
  ...FIRST_SIGN_INS,
  ...PROVIDERS,
  ...SIGNING_IN,
  ...OWN_ACCOUNT,
  ...NAMES,
  ...ADDRESSES,
  ...RECOVERING,
  ...SIGNING_UP,
  ...MAILED_SECRETS,
  ...ADMINISTRATION,
  ...OF_POLICIES,
  ...SURROUNDINGS,
  ...VAULTS,
  ...DIRECTORY,
  ...ORGANISATIONS,
];

const byName = new Map(OPERATIONS.map((operation) => [operation.name, operation]));

export function operationNamed(name: string): Operation {
  const operation = byName.get(name);
  if (operation === undefined) throw new RangeError(`there is no operation '${name}'`);
  return operation;
}
