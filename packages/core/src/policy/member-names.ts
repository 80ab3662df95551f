/** The members that an object of a policy can have, by where it stands: `*` is a name of the policy's own, `#` a place in a list. */
const MEMBERS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    '',
    [
      'requiredStrength',
      'methods',
      'preferSso',
      'session',
      'administrators',
      'roles',
      'strengths',
      'lockout',
      'recentProof',
      'passkeys',
      'emailCodes',
      'enrollment',
      'recovery',
      'onTighten',
      'vault',
      'providers',
    ],
  ],
  ['roles.*', ['requiredStrength', 'methods', 'session']],
  ['roles.*.session', ['idle', 'absolute']],
  ['session', ['idle', 'absolute']],
  ['strengths.*', ['anyOf']],
  ['strengths.*.anyOf.#.#', ['method', 'userVerified', 'deviceBound', 'aaguid', 'attested', 'provider', 'acr', 'amr']],
  ['lockout', ['maxFailures', 'window', 'lockFor', 'growth', 'maxLockFor', 'hardLimit']],
  ['administrators', ['policy', 'people']],
  ['passkeys', ['counterRegression']],
  ['emailCodes', ['offer']],
  ['enrollment', ['firstFactor']],
  ['recovery', ['mailboxAlone']],
  ['vault', ['emergency']],
  ['onTighten', ['after', 'then']],
  ['providers.*', ['trust', 'mailDomains', 'createAccounts']],
  ['providers.*.trust.#', ['acr', 'amr', 'strength']],
]);

/** Members whose own members are named by the policy's author. */
export const NAMED_BY_AUTHOR: readonly string[] = ['roles', 'strengths', 'providers'];

/** The right names where a wrong one was written. */
export function memberNames(path: readonly PropertyKey[]): readonly string[] {
  const place = path.map((step, depth) => {
    if (typeof step === 'number') return '#';
    return depth === 1 && NAMED_BY_AUTHOR.includes(String(path[0])) ? '*' : String(step);
  });
  return MEMBERS.get(place.join('.')) ?? [];
}
