import type { PolicyDocument } from '@sallyport/browser';
import { actionForm, field, fill, h } from '@sallyport/pages/parts';
import { findPerson, suggestPeople } from '../parts/find-person.ts';
import { isEqual } from './document.ts';
import type { Draft } from './draft.ts';
import type { Offers } from './fields.ts';
import type { Part } from './roles-table.ts';
import { proofName } from './rule-words.ts';
import { REPORTED, trustedProviders } from './trusted-providers.ts';
import { words } from './words.ts';

const PROOFS = ['password', 'ldap', 'sso', REPORTED, 'passkey', 'totp', 'email-code', 'backup-code'];

export function whatIfCard(draft: Draft, offers: Offers): Part {
  const { whatIf: says } = words.review;
  const about = h('p', {});
  const answer = h('div', { class: 'answers', 'aria-live': 'polite', 'data-testid': 'what-if' });
  let answered: PolicyDocument | undefined;
  const suggested = h('datalist', { id: 'what-if-people' });
  const proofs = PROOFS.map((method) => {
    const box = h('input', { type: 'checkbox', name: 'proof', value: method, 'data-testid': `prove-${method}` });
    const name = method === REPORTED ? says.reported : proofName(method);
    return { box, chip: h('label', { class: 'chip' }, box, h('span', {}, name)) };
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
      h(
        'fieldset',
        { class: 'group' },
        h('legend', {}, says.proves),
        h(
          'div',
          { class: 'chips' },
          proofs.map(({ chip }) => chip),
        ),
      ),
    ],
    submit: says.ask,
    testid: 'ask',
    run: async (values) => {
      const typed = String(values.get('what-if-who')).trim();
      const given = values.getAll('proof').map(String);
      const id = await findPerson(typed);
      if (id === undefined) return fill(answer, h('p', { class: 'note warn' }, says.nobody(typed)));
      const { stepsOf } = await import('./what-if-answer.ts');
      const policy = draft.policy();
      const steps = await stepsOf(id, given, draft);
      fill(answer, h('p', { class: 'whose', 'data-testid': 'whose' }, says.whose(typed)), steps);
      answered = policy;
      answer.scrollIntoView({ block: 'nearest' });
    },
  });
  form.addEventListener('input', clear);
  who.querySelector('input')?.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement) void suggestPeople(suggested, target.value.trim());
  });

  function clear(): void {
    answered = undefined;
    fill(answer);
  }

  function show(): void {
    if (answered !== undefined && !isEqual(answered, draft.policy())) clear();
    const ways = offers.ways();
    const isOut: Readonly<Record<string, boolean>> = {
      [REPORTED]: trustedProviders(draft.policy()).length === 0,
      sso: !ways.includes('sso'),
      ldap: !ways.includes('ldap'),
    };
    for (const { box, chip } of proofs) {
      chip.hidden = isOut[box.value] === true;
      // The tick comes back if the draft trusts a provider again.
      box.disabled = chip.hidden;
    }
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
