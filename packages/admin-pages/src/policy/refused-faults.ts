import type { InputError, PolicyDocument } from '@sallyport/browser';
import { sentenceFor } from '@sallyport/pages/parts';
import { ownStrengths, STEPS } from './built-in-strengths.ts';
import { readAt, recordOf, textsOf } from './document.ts';
import { proofName } from './rule-words.ts';
import { words } from './words.ts';

const { faults: says } = words.policy;

export function refusedFault({ path, message }: InputError, policy: PolicyDocument): string | undefined {
  const names = path.split('.');
  const value = readAt(policy, names);
  return nameFault(names, value, policy) ?? absenceFault(names, value) ?? shapeFault(message);
}

function nameFault(path: readonly string[], value: unknown, policy: PolicyDocument): string | undefined {
  const [top, name = '', member, place] = path;
  const last = path.at(-1);
  if ((last === 'requiredStrength' || last === 'strength') && typeof value === 'string')
    return [...STEPS, ...ownStrengths(policy)].includes(value) ? undefined : says.noStrength(value);
  if (top === 'strengths' && path.length === 2)
    return STEPS.some((step) => step === name)
      ? says.builtInName
      : /^[a-z][a-z0-9-]{0,49}$/.test(name)
        ? undefined
        : says.strengthName;
  if (top === 'administrators' && name === 'helpdesk' && typeof value === 'string')
    return path[3] === 'over' ? says.notHelped(value) : path[3] === 'roles' ? says.helpsAlready(value) : undefined;
  if (top !== 'providers') return undefined;
  if (member === 'mailDomains' && place !== undefined) return says.mailDomain;
  if (member === 'trust' && path.length === 4) {
    const { acr, amr } = recordOf(value);
    return acr === undefined && amr === undefined ? says.trust : undefined;
  }
  if (member !== 'createAccounts' || value !== 'mail-domains') return undefined;
  return textsOf(readAt(policy, ['providers', name, 'mailDomains'])).length === 0 ? says.needsDomains : undefined;
}

/** The policy may name a part that the app does not have: the value alone is right. */
function absenceFault(path: readonly string[], value: unknown): string | undefined {
  const [top, name] = path;
  if (top === 'preferSso' && typeof value === 'string') return says.noProvider(value);
  if (top === 'providers' && path.length === 2 && name !== undefined && typeof value === 'object')
    return says.noProvider(name);
  if (path.at(-2) === 'methods' && typeof value === 'string') return says.noWay(proofName(value));
  if (path.join('.') === 'passwords.breached' && value === 'refuse') return says.noBreachedList;
  if (path.join('.') === 'vault.emergency' && value === 'required') return says.noVault;
  return undefined;
}

/** About the shape of a policy, which only a text (JSON) can have wrong. */
const SHAPES: readonly (readonly [message: RegExp, sentence: (found: string) => string | undefined])[] = [
  [/^(there is no such member)/, () => says.noMember],
  [/^is one of ('[^;]*')/, says.oneOf],
  [/^Invalid input: expected (\w+)/, (type) => sentenceFor(says.shapes, type === 'record' ? 'object' : type)],
];

function shapeFault(message: string): string | undefined {
  const [, meant] = /did you mean '([^']+)'\?$/.exec(message) ?? [];
  for (const [pattern, sentence] of SHAPES) {
    const [, found] = pattern.exec(message) ?? [];
    const said = found === undefined ? undefined : sentence(found);
    if (said !== undefined) return meant === undefined ? said : `${said} ${words.people.didYouMean(meant)}`;
  }
  return undefined;
}
