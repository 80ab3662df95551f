import type { PolicyDocument } from '@sallyport/browser';
import { beginning, listed, locale, providerName, sentenceFor, wayName } from '@sallyport/pages/parts';
import { namesOfRole } from '../parts/names.ts';
import { counted } from '../parts/numbers.ts';
import { placeOf } from './built-in-strengths.ts';
import { type Change, type Path, readAt, recordOf, ruleOf, textsOf } from './document.ts';
import { spanOf } from './duration.ts';
import { shownDomain } from './mail-domains.ts';
import { type MemberKey, memberAt, sourceOf } from './members.ts';
import { limitLeftOut, limitWritten } from './session-text.ts';
import { everyoneNeeds, isBelowEveryone, strengthTitle } from './strengths.ts';
import { words } from './words.ts';

const { members: says, rules } = words.policy;

/** Parts that are no rule of everyone. The others are columns of the table of roles. */
const CARDS: Readonly<Record<string, keyof typeof words.policy.cards & string>> = {
  administrators: 'administrators',
  lockout: 'lockout',
  recovery: 'recovery',
  enrollment: 'recovery',
  passwords: 'passwords',
  preferSso: 'company',
  providers: 'company',
  providerStrengthWithin: 'company',
  onTighten: 'tightening',
  emailCodes: 'codes',
  passkeys: 'codes',
  strengths: 'strengths',
  vault: 'vault',
  dormant: 'dormant',
  recentProof: 'sessions',
};

/** `contractor: strength`, or `Administrators: helpdesk`. */
export function ruleTitle(path: Path): string {
  const [top = '', name = ''] = path;
  if (memberAt(path) === undefined && cardOf(path) !== undefined) return sourceTitle(path);
  return rules.of(sourceTitle(path), top === 'strengths' ? name : rules.within(memberTitle(path)));
}

function sourceTitle(path: Path): string {
  const { role } = sourceOf(path);
  return role === undefined ? (cardOf(path) ?? rules.everyone) : namesOfRole(role);
}

function cardOf([top = '']: Path): string | undefined {
  const card = sentenceFor(CARDS, top);
  const title = card === undefined ? undefined : words.policy.cards[card];
  return typeof title === 'string' ? title : undefined;
}

export function faultTitle(path: string): string {
  const names = path.replace(/^policy\./, '').split('.');
  const ends = names.map((_, place) => names.slice(0, names.length - place));
  return ruleTitle(ends.find((start) => memberAt(start) !== undefined) ?? ruleOf(names));
}

export function memberTitle(path: Path): string {
  const known = memberAt(path);
  const { rest } = sourceOf(path);
  const [top, name = ''] = rest;
  if (known === undefined) return sentenceFor(rules.groups, top ?? '') ?? rest.join('.');
  const { label } = says[known.key];
  if (top === 'providers') return rules.named(providerName(name), label);
  return top === 'strengths' ? rules.named(name, label) : label;
}

/** @param policy for what counts in place of an absent value */
export function valueText(path: Path, value: unknown, policy: PolicyDocument): string {
  const known = memberAt(path);
  if (known === undefined && path.at(-1) === 'later' && Array.isArray(value)) return laterText(value);
  if (known === undefined) return value === undefined ? rules.none : JSON.stringify(value);
  const { key, member } = known;
  if (value === undefined) return absentText(path, key, member.fallback, policy);
  const limit = limitOf(key);
  switch (member.kind) {
    case 'strength':
      return strengthText(path, value, policy);
    case 'ways':
      return waysText(value);
    case 'time':
      if (typeof value !== 'string') return JSON.stringify(value);
      return limit === undefined ? spanOf(value) : limitWritten(policy, sourceOf(path).role, limit, value);
    case 'number':
      if (typeof value !== 'number') return JSON.stringify(value);
      return says[key].value?.(value, counted(value)) ?? counted(value);
    case 'choice':
    case 'flag':
      return sentenceFor(says[key].options ?? {}, String(value)) ?? String(value);
    case 'texts':
      return namesText(value);
    case 'domains':
      return namesText(textsOf(value).map(shownDomain));
    case 'roles':
      return rolesText(value);
    case 'provider':
      return providerName(String(value));
    case 'tightening':
      return tighteningText(value);
    case 'trust':
      return trustText(value);
    case 'definition':
      return definitionText(value);
    case 'dormant':
      return words.policy.dormant(spanOf(String(recordOf(value)['after'])));
    case 'helpdesk':
      return helpdeskText(value);
  }
}

function laterText(written: readonly unknown[]): string {
  const asked = ({ requiredStrength, methods, session }: Readonly<Record<string, unknown>>): string =>
    [
      ...(requiredStrength === undefined ? [] : [strengthTitle(requiredStrength)]),
      ...(methods === undefined ? [] : [waysText(methods)]),
      ...(session === undefined ? [] : [JSON.stringify(session)]),
    ].join(', ');
  return written
    .map(recordOf)
    .map((rule) => rules.laterFrom(beginning(String(rule['from'])), asked(rule)))
    .join('; ');
}

/** For a role with less than everyone needs, everyone's rule counts. */
function strengthText(path: Path, value: unknown, policy: PolicyDocument): string {
  const title = strengthTitle(value);
  if (sourceOf(path).role === undefined || !isBelowEveryone(policy, value)) return title;
  return rules.belowEveryone(title, strengthTitle(everyoneNeeds(policy)));
}

/** A word that is no name begins with a small letter. */
export function valueWithin(path: Path, value: unknown, policy: PolicyDocument): string {
  const text = valueText(path, value, policy);
  const kind = memberAt(path)?.member.kind ?? 'texts';
  const { rest } = sourceOf(path);
  const isLeftOut = value === undefined && kind !== 'strength' && (rest === path || readAt(policy, rest) === undefined);
  const isWord = isLeftOut || ['choice', 'flag', 'tightening'].includes(kind);
  return isWord ? `${text.charAt(0).toLocaleLowerCase(locale)}${text.slice(1)}` : text;
}

export function proofName(method: string): string {
  return sentenceFor(words.policy.waysLong, method) ?? wayName(method);
}

export function waysText(value: unknown): string {
  return listed(textsOf(value).map((way) => sentenceFor(words.policy.ways, way) ?? wayName(way)));
}

/** `contractor, strength: Two steps`. */
export function changeText({ path, after }: Change, policy: PolicyDocument): string {
  return rules.change(sourceTitle(path), rules.within(memberTitle(path)), valueText(path, after, policy));
}

/** `contractor: App or passkey, before: Two steps`. Without strengths of the policy's own, which have no place on the scale. */
export function strengthChanges(
  changes: readonly Change[],
  policies: { readonly before: PolicyDocument; readonly after: PolicyDocument },
  asks: 'more' | 'less',
): string {
  const said = changes.flatMap(({ path, before, after }) => {
    if (memberAt(path)?.key !== 'requiredStrength') return [];
    const [was, is] = [before ?? leftOut(path, policies.before), after ?? leftOut(path, policies.after)];
    if (placeOf(was) < 0 || placeOf(is) < 0) return [];
    const fits = asks === 'more' ? placeOf(is) > placeOf(was) : placeOf(is) < placeOf(was);
    return fits ? [rules.strengthChange(sourceTitle(path), strengthTitle(is), strengthTitle(was))] : [];
  });
  return said.join('; ');
}

function leftOut(path: Path, policy: PolicyDocument): unknown {
  return sourceOf(path).role === undefined ? 'baseline' : everyoneNeeds(policy);
}

function absentText(path: Path, key: MemberKey, fallback: unknown, policy: PolicyDocument): string {
  const { role, rest } = sourceOf(path);
  const limit = limitOf(key);
  if (limit !== undefined) return limitLeftOut(policy, role, limit) ?? says[key].none ?? rules.none;
  if (role !== undefined && key === 'requiredStrength')
    return rules.asEveryoneNeeds(strengthTitle(everyoneNeeds(policy)));
  if (role !== undefined) return rules.asEveryoneNeeds(valueText(rest, readAt(policy, rest), policy));
  if (fallback !== undefined) return valueText(path, fallback, policy);
  return says[key].none ?? rules.none;
}

function limitOf(key: MemberKey): 'idle' | 'absolute' | undefined {
  return key === 'session.idle' ? 'idle' : key === 'session.absolute' ? 'absolute' : undefined;
}

function tighteningText(value: unknown): string {
  const acts = words.policy.tightening;
  if (typeof value === 'string') return sentenceFor(acts.now, value) ?? value;
  const { after, then } = recordOf(value);
  return acts.later(sentenceFor(acts.now, String(then)) ?? String(then), spanOf(String(after)));
}

function trustText(value: unknown): string {
  const { trust } = words.policy;
  const entries = (Array.isArray(value) ? value : []).map((entry) => {
    const { acr, amr, strength } = recordOf(entry);
    const asserts = [...(typeof acr === 'string' ? [acr] : []), ...textsOf(amr)];
    return asserts.length === 0
      ? trust.always(strengthTitle(strength))
      : trust.ifSays(strengthTitle(strength), listed(asserts));
  });
  return entries.length === 0 ? trust.none : entries.join('; ');
}

function helpdeskText(value: unknown): string {
  const { helpdesk } = words.policy;
  const entries = (Array.isArray(value) ? value : []).map((entry) => {
    const { roles, over, may } = recordOf(entry);
    const rights = textsOf(may).map((right) => helpdesk.right(sentenceFor(helpdesk.rights, right) ?? right));
    return helpdesk.entry(
      helpdesk.ofRoles(rolesText(roles), textsOf(roles).length === 1),
      helpdesk.ofRoles(rolesText(over), textsOf(over).length === 1),
      listed(rights),
    );
  });
  return entries.length === 0 ? rules.none : entries.join('; ');
}

function namesText(value: unknown): string {
  return textsOf(value).length === 0 ? rules.none : listed(textsOf(value));
}

function rolesText(value: unknown): string {
  return namesText(textsOf(value).map(namesOfRole));
}

export function definitionText(value: unknown): string {
  const { anyOf } = recordOf(value);
  const combinations = (Array.isArray(anyOf) ? anyOf : []).map((combination: unknown) =>
    (Array.isArray(combination) ? combination : []).map(proofText).join(' + '),
  );
  return combinations.join(words.policy.definition.or);
}

function proofText(pattern: unknown): string {
  const { definition } = words.policy;
  const { method, provider, acr, aaguid, amr, ...flags } = recordOf(pattern);
  const asked = [
    ...Object.entries(flags).flatMap(([flag, on]) =>
      typeof on === 'boolean' ? [definition.flag(sentenceFor(definition.flags, flag) ?? flag, on)] : [],
    ),
    ...(typeof provider === 'string' ? [providerName(provider)] : []),
    ...(typeof acr === 'string' ? [acr] : textsOf(acr)),
    ...textsOf(amr),
    ...(textsOf(aaguid).length === 0 ? [] : [definition.models(textsOf(aaguid).length)]),
  ];
  return asked.length === 0 ? wayName(String(method)) : `${wayName(String(method))} (${asked.join(', ')})`;
}
