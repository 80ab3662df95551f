import { isProblem, type PolicyDocument, type WhatIf } from '@sallyport/browser';
import { type Child, client, either, h, sentenceFor, withStepUp } from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { reasonsLine } from '../reasons-line.ts';
import { placeOf } from './built-in-strengths.ts';
import { textsOf } from './document.ts';
import type { Draft } from './draft.ts';
import { proofName } from './rule-words.ts';
import { WAYS } from './rules-row.ts';
import { REPORTED, trustedProviders, trustedReports } from './trusted-providers.ts';
import { whatIf as says } from './what-if-words.ts';
import { words } from './words.ts';

const EMAIL_CODE = 'email-code';
const BEGINS: ReadonlySet<string> = new Set([...WAYS, REPORTED]);

export async function stepsOf(accountId: string, proofs: readonly string[], draft: Draft): Promise<Child> {
  const policy = draft.policy();
  const asked = draft.changes().length === 0 ? {} : { policy };
  const ask = (evidence: readonly string[], under: { readonly policy?: PolicyDocument } = asked): Promise<WhatIf> =>
    withStepUp(() => client.admin.policy.whatIf({ accountId, evidence, ...under }));
  const isKeptBack = async (evidence: readonly string[]): Promise<boolean> => {
    const { accept = [] } = await ask(evidence, { policy: { ...policy, emailCodes: { offer: 'always' } } });
    return accept.some(({ method }) => method === EMAIL_CODE);
  };
  let last = await ask([]);
  // No proof of a blocked person counts.
  if (proofs.length === 0 || last.code === 'account-blocked')
    return h('ol', { class: 'answer' }, h('li', {}, says.begin, ' ', outcome(last), reason(last)));
  const steps: Child[] = [];
  const given: string[] = [];
  for (const method of proofs) {
    const name = method === REPORTED ? words.review.whatIf.reported : proofName(method);
    const proof = await firstGivable(method === REPORTED ? reportsOf(policy) : [method], (one) => ask([...given, one]));
    if (proof === undefined) {
      steps.push(h('li', {}, name, ' ', verdict('stop', says.cannotGive)));
      continue;
    }
    const { answered } = proof;
    // The form takes any way in first, also one that leads nowhere.
    const isOffered = given.length === 0 ? BEGINS.has(method) : !isSame(answered, last) || offers(last, method);
    const why =
      !isOffered && given.length === 0
        ? h('span', { class: 'muted' }, says.startsOther)
        : !isOffered && method === EMAIL_CODE && (await isKeptBack(given))
          ? h('span', { class: 'muted' }, says.nothingStronger)
          : stepReason(method, answered, last);
    steps.push(h('li', {}, name, ' ', stepVerdict(answered, last, isOffered), why));
    given.push(proof.word);
    last = answered;
    if (answered.status === 'complete') break;
  }
  steps.push(h('li', {}, outcome(last), given.length === 0 ? reason(last) : null));
  return h('ol', { class: 'answer' }, steps);
}

/** In the words of the server, as if each provider reports what counts the most. */
function reportsOf(policy: PolicyDocument): readonly string[] {
  return trustedProviders(policy).map((provider) => {
    const [most] = trustedReports(policy, provider).toSorted(
      (one, other) => placeOf(other['strength']) - placeOf(one['strength']),
    );
    const { acr, amr } = most ?? {};
    const said = typeof acr === 'string' ? [`acr=${acr}`] : [];
    return [`sso:${provider}`, ...said, ...textsOf(amr).map((method) => `amr=${method}`)].join('+');
  });
}

async function firstGivable(
  proofs: readonly string[],
  ask: (word: string) => Promise<WhatIf>,
): Promise<{ readonly word: string; readonly answered: WhatIf } | undefined> {
  for (const word of proofs) {
    try {
      return { word, answered: await ask(word) };
    } catch (thrown) {
      if (!isUngivable(thrown)) throw thrown;
    }
  }
  return undefined;
}

/** After the first proof the sign-in takes only the proofs that it asks for. */
function offers({ status, accept }: WhatIf, proof: string): boolean {
  const method = proof === REPORTED ? 'sso' : proof;
  return status !== 'continue' || accept?.some((one) => one.method === method) === true;
}

/** A proof counts if it changed the status, or the ways to go on. */
function stepVerdict(answered: WhatIf, before: WhatIf, isOffered: boolean): Child {
  if (!isOffered) return verdict('warn', says.notOffered);
  return isSame(answered, before) ? verdict('warn', says.refused) : verdict('go', says.accepted);
}

function stepReason(method: string, answered: WhatIf, before: WhatIf): Child {
  const text = reasonsLine(answered.because);
  if (text === '' || answered.status === 'complete') return null;
  const isOnTheWay = answered.status !== 'denied' && !isSame(answered, before);
  const why = method === 'passkey' && isOneStep(answered) ? `${text} ${says.passkeyOneStep}` : text;
  return h('span', { class: 'muted' }, isOnTheWay ? says.notYet(why) : why);
}

/** A passkey that checks its owner satisfies each built-in strength alone. A strength of the policy's own may ask for more. */
function isOneStep({ status, because }: WhatIf): boolean {
  const demands = because.filter(({ code }) => code === 'strength-required');
  return status === 'continue' && demands.length > 0 && demands.every(({ params }) => placeOf(params['strength']) >= 0);
}

function isSame(answered: WhatIf, before: WhatIf): boolean {
  return JSON.stringify(answered) === JSON.stringify(before);
}

function verdict(look: 'go' | 'warn' | 'stop', text: string): HTMLElement {
  return h('span', { class: `badge ${look}` }, icon(look === 'go' ? 'tick' : 'cross', 's'), text);
}

function outcome({ status, accept = [], offer = [], code }: WhatIf): Child {
  switch (status) {
    case 'complete':
      return h('strong', { 'data-testid': 'outcome' }, says.complete);
    case 'continue':
      return h(
        'strong',
        { 'data-testid': 'outcome' },
        says.asksFor(either(accept.map(({ method }) => proofName(method)))),
      );
    case 'enroll':
      return h(
        'strong',
        { 'data-testid': 'outcome' },
        says.setsUp(either(offer.map(({ method }) => proofName(method)))),
      );
    case 'redirect':
      return h('strong', { 'data-testid': 'outcome' }, says.goesTo);
    case 'denied':
      return h('strong', { 'data-testid': 'outcome' }, refusalText(code ?? status));
  }
}

function refusalText(code: string): string {
  return sentenceFor(says.denied, code) ?? says.other;
}

function reason({ because }: WhatIf): Child {
  const text = reasonsLine(because);
  return text === '' ? null : h('span', { class: 'muted' }, text);
}

function isUngivable(thrown: unknown): boolean {
  return isProblem(thrown) && thrown.errors?.some(({ path }) => path.startsWith('evidence')) === true;
}
