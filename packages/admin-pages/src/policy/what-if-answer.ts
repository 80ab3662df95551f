import { isProblem, type PolicyDocument, type WhatIf } from '@sallyport/browser';
import { type Child, client, either, h, sentenceFor, withStepUp } from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { reasonsLine } from '../reasons-line.ts';
import { placeOf } from './built-in-strengths.ts';
import { proofName } from './rule-words.ts';
import { words } from './words.ts';

/**
 * The answer before the first proof, and after each proof.
 *
 * @param draft the policy to ask about. Absent: the policy in force
 */
export async function stepsOf(
  accountId: string,
  proofs: readonly string[],
  draft: PolicyDocument | undefined,
): Promise<Child> {
  const { whatIf: says } = words.review;
  const policy = draft === undefined ? {} : { policy: draft };
  const steps: Child[] = [];
  let last: WhatIf | undefined;
  for (const [place, method] of ['', ...proofs].entries()) {
    const evidence = proofs.slice(0, place);
    let answered: WhatIf;
    try {
      answered = await withStepUp(() => client.admin.policy.whatIf({ accountId, evidence, ...policy }));
    } catch (thrown) {
      if (!isUngivable(thrown)) throw thrown;
      steps.push(h('li', {}, method === '' ? says.begin : proofName(method), ' ', verdict('stop', says.cannotGive)));
      return h('ol', { class: 'answer' }, steps);
    }
    if (method !== '')
      steps.push(
        h('li', {}, proofName(method), ' ', stepVerdict(method, answered, last), stepReason(method, answered, last)),
      );
    else if (proofs.length === 0) steps.push(h('li', {}, says.begin, ' ', outcome(answered), reason(answered)));
    last = answered;
    if (answered.status === 'complete') break;
  }
  if (last !== undefined && proofs.length > 0) steps.push(h('li', {}, outcome(last)));
  return h('ol', { class: 'answer' }, steps);
}

/** A proof counts if the proof changed the answer: the status, or the ways to go on. */
function stepVerdict(method: string, answered: WhatIf, before: WhatIf | undefined): Child {
  const { whatIf: says } = words.review;
  // The sign-in asks for other proofs after the first one, and takes no other.
  const isOffered = before?.status !== 'continue' || before.accept?.some((one) => one.method === method) === true;
  if (!isOffered && isSame(answered, before)) return verdict('warn', says.notOffered);
  return isSame(answered, before) ? verdict('warn', says.refused) : verdict('go', says.accepted);
}

/** Why the sign-in goes on after a proof. After the last proof that is needed there is no reason to tell. */
function stepReason(method: string, answered: WhatIf, before: WhatIf | undefined): Child {
  const { whatIf: says } = words.review;
  const text = reasonsLine(answered.because);
  if (text === '' || answered.status === 'complete') return null;
  const isOnTheWay = answered.status !== 'denied' && !isSame(answered, before);
  const why = method === 'passkey' && isOneStep(answered) ? `${text} ${says.passkeyOneStep}` : text;
  return h('span', { class: 'muted' }, isOnTheWay ? says.notYet(why) : why);
}

/**
 * Returns whether a passkey counts as one step: the sign-in goes on, although a passkey that checks its owner satisfies each built-in strength alone. A
 * strength of the policy's own may ask for more.
 */
function isOneStep({ status, because }: WhatIf): boolean {
  const demands = because.filter(({ code }) => code === 'strength-required');
  return status === 'continue' && demands.length > 0 && demands.every(({ params }) => placeOf(params['strength']) >= 0);
}

function isSame(answered: WhatIf, before: WhatIf | undefined): boolean {
  return before !== undefined && JSON.stringify(answered) === JSON.stringify(before);
}

function verdict(look: 'go' | 'warn' | 'stop', text: string): HTMLElement {
  return h('span', { class: `badge ${look}` }, icon(look === 'go' ? 'tick' : 'cross', 's'), text);
}

/** The answer after the last proof. */
function outcome({ status, accept = [], offer = [], code }: WhatIf): Child {
  const { whatIf: says } = words.review;
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
  const { whatIf: says } = words.review;
  return sentenceFor(says.denied, code) ?? says.other;
}

function reason({ because }: WhatIf): Child {
  const text = reasonsLine(because);
  return text === '' ? null : h('span', { class: 'muted' }, text);
}

/** Returns whether the server refuses a proof because the account cannot give the proof. */
function isUngivable(thrown: unknown): boolean {
  return isProblem(thrown) && thrown.errors?.some(({ path }) => path.startsWith('evidence')) === true;
}
