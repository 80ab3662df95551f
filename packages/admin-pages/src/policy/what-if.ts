import { isProblem, type WhatIf } from '@sallyport/browser';
import {
  actionForm,
  type Child,
  client,
  either,
  field,
  fill,
  h,
  sentenceFor,
  wayName,
  withStepUp,
} from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { reasonsLine } from '../reasons-line.ts';
import type { Draft } from './draft.ts';
import type { Part } from './roles-table.ts';
import { words } from './words.ts';

/** The proofs, in the order in which a person gives them. */
const PROOFS = ['password', 'ldap', 'sso', 'passkey', 'totp', 'email-code', 'backup-code'] as const;

/** The card that asks what a sign-in would lead to, under the draft or the policy in force. */
export function whatIfCard(draft: Draft): Part {
  const { whatIf: says } = words.review;
  const about = h('p', {});
  const answer = h('div', { 'aria-live': 'polite', 'data-testid': 'what-if' });
  const suggested = h('datalist', { id: 'what-if-people' });
  const boxes = PROOFS.map((method) => {
    const input = h('input', { type: 'checkbox', name: 'proof', value: method, 'data-testid': `prove-${method}` });
    return h('label', { class: 'chip' }, input, h('span', {}, wayName(method)));
  });
  const who = field({
    name: 'what-if-who',
    label: says.who,
    missing: says.whoMissing,
    attributes: { autocomplete: 'off', list: 'what-if-people' },
  });
  const form = actionForm({
    fields: [
      who,
      suggested,
      h('fieldset', { class: 'group' }, h('legend', {}, says.proves), h('div', { class: 'chips' }, boxes)),
    ],
    submit: says.ask,
    testid: 'ask',
    run: async (values) => {
      const typed = String(values.get('what-if-who')).trim();
      const proofs = PROOFS.filter((method) => values.getAll('proof').includes(method));
      const id = await idOf(typed);
      if (id === undefined) return fill(answer, h('p', { class: 'note warn' }, says.nobody(typed)));
      fill(answer, await stepsOf(id, proofs));
    },
  });
  who.querySelector('input')?.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement) void suggest(target.value.trim());
  });

  async function idOf(identifier: string): Promise<string | undefined> {
    const { accounts } = await withStepUp(() => client.admin.accounts({ query: identifier }));
    const exact = accounts.find(({ identifiers }) => identifiers.includes(identifier));
    return (exact ?? (accounts.length === 1 ? accounts[0] : undefined))?.accountId;
  }

  async function suggest(typed: string): Promise<void> {
    if (typed.length < 2) return;
    try {
      const { accounts } = await client.admin.accounts({ query: typed });
      fill(
        suggested,
        accounts
          .slice(0, 10)
          .flatMap(({ identifiers: [identifier] }) =>
            identifier === undefined ? [] : [h('option', { value: identifier })],
          ),
      );
    } catch {
      // The person can type the whole name.
    }
  }

  /** The answer before the first proof, and after each proof. */
  async function stepsOf(accountId: string, proofs: readonly string[]): Promise<Child> {
    const policy = draft.changes().length === 0 ? {} : { policy: draft.policy() };
    const steps: Child[] = [];
    let last: WhatIf | undefined;
    for (const [place, method] of ['', ...proofs].entries()) {
      const evidence = proofs.slice(0, place);
      let answered: WhatIf;
      try {
        answered = await withStepUp(() => client.admin.policy.whatIf({ accountId, evidence, ...policy }));
      } catch (thrown) {
        if (!isUngivable(thrown)) throw thrown;
        steps.push(h('li', {}, method === '' ? says.begin : wayName(method), ' ', verdict('stop', says.cannotGive)));
        return h('ol', { class: 'answer' }, steps);
      }
      if (method !== '') steps.push(h('li', {}, wayName(method), ' ', stepVerdict(answered, last), reason(answered)));
      else if (proofs.length === 0) steps.push(h('li', {}, says.begin, ' ', outcome(answered), reason(answered)));
      last = answered;
      if (answered.status === 'complete') break;
    }
    if (last !== undefined && proofs.length > 0) steps.push(h('li', {}, outcome(last)));
    return h('ol', { class: 'answer' }, steps);
  }

  function show(): void {
    fill(about, draft.changes().length === 0 ? says.ofPolicy : says.ofDraft);
  }

  show();
  return {
    element: h(
      'section',
      { class: 'card ask', 'aria-labelledby': 'h-what-if' },
      h('div', { class: 'card-head' }, h('h2', { id: 'h-what-if' }, says.title), about),
      form,
      answer,
    ),
    show,
  };
}

/** A proof counts if it changed the answer: another status, or other ways to go on. */
function stepVerdict(answered: WhatIf, before: WhatIf | undefined): Child {
  const { whatIf: says } = words.review;
  const isSame = before !== undefined && JSON.stringify(answered) === JSON.stringify(before);
  return isSame ? verdict('warn', says.refused) : verdict('go', says.accepted);
}

function verdict(look: 'go' | 'warn' | 'stop', text: string): HTMLElement {
  return h('span', { class: `badge ${look}` }, icon(look === 'go' ? 'tick' : 'cross', 's'), text);
}

/** What follows the last proof. */
function outcome({ status, accept = [], offer = [], code }: WhatIf): Child {
  const { whatIf: says } = words.review;
  switch (status) {
    case 'complete':
      return h('strong', { 'data-testid': 'outcome' }, says.complete);
    case 'continue':
      return h(
        'strong',
        { 'data-testid': 'outcome' },
        says.asksFor(either(accept.map(({ method }) => wayName(method)))),
      );
    case 'enroll':
      return h('strong', { 'data-testid': 'outcome' }, says.setsUp(either(offer.map(({ method }) => wayName(method)))));
    case 'redirect':
      return h('strong', { 'data-testid': 'outcome' }, says.goesTo);
    default:
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

/** Whether the server refuses a proof because the account cannot give the proof. */
function isUngivable(thrown: unknown): boolean {
  return isProblem(thrown) && thrown.errors?.some(({ path }) => path.startsWith('evidence')) === true;
}
