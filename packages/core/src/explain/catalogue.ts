import type { Reason, ReasonCode } from '../policy/reason.ts';
import { methodDescriptor } from '../strength/methods/index.ts';

/** The audience of the words. */
export type Reader = 'person' | 'administrator';

/** Words for every reason and both readers. */
export type Catalogue = Readonly<Record<ReasonCode, Readonly<Record<Reader, (reason: Reason) => string>>>>;

/** English, and the fallback of every other language. */
export const CATALOGUE: Catalogue = {
  'strength-required': {
    person: ({ params, source }) =>
      inPlace(PERSON_STRENGTH.get(String(params['strength'])) ?? 'This sign-in needs a stronger proof.', source),
    administrator: ({ params, source, satisfiedBy }) =>
      `${asker(source)} requires the strength '${params['strength']}'${combinations(satisfiedBy)}.`,
  },
  'methods-restricted': {
    person: ({ params, source }) => {
      const ways = list(params['methods']);
      const organisation = organisationOf(source);
      if (organisation !== undefined)
        return inPlace(
          ways === ''
            ? `There is no way into ${organisation} for this account.`
            : `To enter ${organisation}, sign in with ${ways}.`,
          source,
        );
      if (isOfPlace(source))
        return inPlace(
          ways === ''
            ? 'There is no way in from here. Come from where less is asked.'
            : `From here, sign in with ${ways}.`,
          source,
        );
      return ways === '' ? 'There is no way in for this account. Ask an administrator.' : `Sign in here with ${ways}.`;
    },
    administrator: ({ params, source }) =>
      `${asker(source)} allows only these ways in: ${list(params['methods']) || 'none'}.`,
  },
  'nothing-enrolled-satisfies': {
    person: () => 'Nothing you have set up so far is enough.',
    administrator: () => 'No combination of what the account has enrolled satisfies what is required.',
  },
  'enrollment-needs-proof': {
    person: ({ satisfiedBy }) =>
      `Before you set up something new, confirm it is you: ${(satisfiedBy ?? []).flat().map(methodWord).join(' or ')}.`,
    administrator: ({ satisfiedBy }) =>
      `Enrollment opens after the strongest proof the account can give: one more of ${(satisfiedBy ?? []).flat().map(methodWord).join(', ')}.`,
  },
  'enrollment-needs-vouching': {
    person: ({ source }) => inPlace('Ask an administrator for a one-time enrollment code.', source),
    administrator: ({ source }) =>
      isOfPlace(source)
        ? `${asker(source)} opens the set-up of a first factor only with an enrollment code.`
        : 'The account cannot give two independent proofs, or the policy wants its first factor vouched for: issue an enrollment code.',
  },
  'account-blocked': {
    person: () => 'This account is blocked. Ask an administrator.',
    administrator: () => 'The account was blocked by an administrator.',
  },
  'sso-preferred': {
    person: () => 'You sign in with your organisation.',
    administrator: ({ params }) => `The policy prefers the provider '${params['provider']}'.`,
  },
  'recent-proof-required': {
    person: ({ source }) => inPlace('Please confirm again that it is you.', source),
    administrator: ({ params, source }) =>
      isOfPlace(source)
        ? `${asker(source)} takes proofs of at most ${Number(params['within']) / 1000} seconds.`
        : `The proof may be at most ${Number(params['within']) / 1000} seconds old.`,
  },
  'same-mailbox': {
    person: () => 'A code sent to this mailbox would prove the same thing twice.',
    administrator: () => 'The mailbox proves one factor only: what it would confirm rests on it already.',
  },
};

const PERSON_STRENGTH: ReadonlyMap<string, string> = new Map([
  ['single', 'Sign in to continue.'],
  ['baseline', 'Sign in with a passkey, or with your password and a second step.'],
  ['enhanced', 'This needs a passkey or an authenticator app.'],
  ['phishing-resistant', 'This needs a passkey.'],
]);

function asker(source: Reason['source']): string {
  if (typeof source === 'object') {
    const organisation = organisationOf(source);
    const there = organisation === undefined ? '' : ` in the organisation '${organisation}'`;
    if ('context' in source) return `The context '${source.context}'${there}`;
    if (source.role === undefined) return `The organisation '${organisation}'`;
    const fixed = 'floor' in source && source.floor === true ? 'The app, under every policy, for the role' : 'The role';
    return `${fixed} '${source.role}'${there}`;
  }
  return {
    tenant: 'The tenant',
    account: 'The account',
    route: 'This route',
    request: 'A context of the request',
    floor: 'The app, under every policy,',
  }[source];
}

/** A person reads the name of a context only if the policy shows the name. */
function shownContext(source: Reason['source']): string | undefined {
  return typeof source === 'object' && 'context' in source && source.shown === true ? source.context : undefined;
}

function organisationOf(source: Reason['source']): string | undefined {
  return typeof source === 'object' && 'organisation' in source ? source.organisation : undefined;
}

function isOfPlace(source: Reason['source']): boolean {
  return source === 'request' || (typeof source === 'object' && ('context' in source || 'organisation' in source));
}

function inPlace(sentence: string, source: Reason['source']): string {
  const [name, organisation] = [shownContext(source), organisationOf(source)];
  const asks = organisation === undefined ? '' : ` ${organisation} asks for it.`;
  return name === undefined ? `${sentence}${asks}` : `${sentence}${asks} The reason: ${name}.`;
}

function combinations(satisfiedBy: Reason['satisfiedBy']): string {
  if (satisfiedBy === undefined) return '';
  if (satisfiedBy.length === 0) return ', which the policy does not know';
  return `: ${satisfiedBy.map((set) => set.map(methodWord).join(' + ')).join(', or ')}`;
}

function methodWord(method: string): string {
  return methodDescriptor(method)?.inSentences ?? method;
}

function list(value: Reason['params'][string] | undefined): string {
  return (Array.isArray(value) ? value : []).map((method) => methodWord(String(method))).join(', ');
}
