import type { AccountFacts, PasskeyFacts, Policy, Rule } from '@sallyport/core';
import { joinRules, matchedPatterns, PLAIN_SECONDS, passkeyMatches, plainSeconds } from '@sallyport/core/model';

/** `undefined` for accounts that a number cannot describe: with rules of their own, delivered codes, known assertions or links to come. */
export type AccountKinds = (account: AccountFacts) => number | undefined;

/** Integers up to 52 bits are exact in a JavaScript number. */
const MOST_BITS = 52;
const MOST_IN_SET = 30;
const RULE_BITS = 13;
const FLAG_BITS: number = 4 + PLAIN_SECONDS.length;

export function accountKinds(policy: Policy): AccountKinds {
  const ruleOf = ruleNumbers(policy);
  const passkeys = passkeyNumbers(policy);
  const providers = numbered([...policy.providers.keys()]);
  const owners = numbered([...policy.providers.values()].flatMap(({ mailDomains }) => mailDomains ?? []));
  const mails = owners.size + 2;
  const providerSets = 2 ** (providers.size + 1);
  const bits = RULE_BITS + FLAG_BITS + Math.ceil(Math.log2(mails)) + providers.size + 1 + passkeys.bits;
  const fits = bits <= MOST_BITS && passkeys.bits <= MOST_IN_SET && providers.size < MOST_IN_SET;
  if (!fits || policy.overlaps) return () => undefined;

  return ({ roles, factors, methods, requiredStrength, emergency, firstFactor, linkable }) => {
    if (methods !== undefined || requiredStrength !== undefined || factors.codes !== undefined) return undefined;
    if (firstFactor !== undefined || linkable !== undefined || factors.mailsCodes === false) return undefined;
    const rule = ruleOf(roles);
    if (rule >= 2 ** RULE_BITS) return undefined;
    const { password, mailDomain, sso } = factors;
    // Providers' assertions have too many values for a number.
    const isKnown = factors.said !== undefined || factors.reported !== undefined;
    if (isKnown && sso !== undefined && sso.length > 0) return undefined;
    const flags =
      (password === undefined ? 0 : password === 'independent' ? 1 : 2) +
      (factors.ldap === true ? 4 : 0) +
      (emergency === true ? 8 : 0) +
      plainSeconds(factors) * 16;
    const mail = mailDomain === undefined ? 0 : (owners.get(mailDomain) ?? owners.size) + 1;
    let provided = 0;
    // All providers that the policy does not name share a bit.
    if (sso !== undefined) for (const provider of sso) provided |= 1 << (providers.get(provider) ?? providers.size);
    const key = (rule * 2 ** FLAG_BITS + flags) * mails + mail;
    return (key * providerSets + provided) * 2 ** passkeys.bits + passkeys.numberOf(factors.passkeys);
  };
}

function ruleNumbers({ tenant, roles }: Policy): (roles: readonly string[]) => number {
  const alone: JoinedRule = { number: 0, rule: tenant, with: new Map() };
  const table = [alone];
  const find = (rule: Rule): JoinedRule => {
    const known = table.find((one) => one.rule.strengths === rule.strengths && one.rule.methods === rule.methods);
    if (known !== undefined) return known;
    const added = { number: table.length, rule, with: new Map() };
    table.push(added);
    return added;
  };
  return (held) => {
    let joined = alone;
    for (const name of held) {
      const role = roles.get(name);
      if (role === undefined) continue;
      const next = joined.with.get(role) ?? find(joinRules(joined.rule, role));
      joined.with.set(role, next);
      joined = next;
    }
    return joined.number;
  };
}

interface JoinedRule {
  readonly number: number;
  readonly rule: Rule;
  readonly with: Map<Rule, JoinedRule>;
}

function passkeyNumbers(policy: Policy): {
  readonly bits: number;
  readonly numberOf: (passkeys: readonly PasskeyFacts[]) => number;
} {
  const models = numbered(policy.patterns.flatMap(({ pattern: { pattern } }) => pattern.aaguid ?? []));
  const kinds: { readonly matched: number; readonly userVerified: boolean }[] = [];
  const kindOfTraits: number[] = [];
  const traitsOf = ({ userVerified, deviceBound, attested, aaguid }: PasskeyFacts): number =>
    (userVerified ? 1 : 0) + (deviceBound ? 2 : 0) + (attested ? 4 : 0) + ((models.get(aaguid) ?? models.size) << 3);
  for (const aaguid of [...models.keys(), ''])
    for (let traits = 0; traits < 8; traits++) {
      const passkey = {
        id: '',
        userVerified: (traits & 1) !== 0,
        deviceBound: (traits & 2) !== 0,
        attested: (traits & 4) !== 0,
        aaguid,
      };
      const bits = matchedPatterns(policy.patterns, (pattern) => passkeyMatches(pattern, passkey));
      const known = kinds.findIndex((kind) => kind.matched === bits && kind.userVerified === passkey.userVerified);
      kindOfTraits[traitsOf(passkey)] =
        known === -1 ? kinds.push({ matched: bits, userVerified: passkey.userVerified }) - 1 : known;
    }
  // For each kind, the kinds that are better in no property.
  const worse = kinds.map((kind, place) =>
    kinds.reduce(
      (mask, other, otherPlace) =>
        otherPlace !== place &&
        (other.matched & kind.matched) === other.matched &&
        (kind.userVerified || !other.userVerified)
          ? mask | (1 << otherPlace)
          : mask,
      0,
    ),
  );
  return {
    bits: kinds.length,
    numberOf: (passkeys) => {
      let has = 0;
      for (const passkey of passkeys) has |= 1 << (kindOfTraits[traitsOf(passkey)] ?? 0);
      let best = has;
      for (let place = 0; place < kinds.length; place++) if ((has & (1 << place)) !== 0) best &= ~(worse[place] ?? 0);
      return best >>> 0;
    },
  };
}

function numbered(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...new Set(names)].map((name, place) => [name, place]));
}
