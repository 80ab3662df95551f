import {
  isProblem,
  type OrganisationClient,
  type OrganisationDocument,
  type OrganisationImpact,
} from '@sallyport/browser';
import { h } from '../parts/element.ts';
import { beginning, wayName } from '../parts/explain.ts';
import { either } from '../parts/lists.ts';
import { isolated, type Names } from './names.ts';
import { pagesOf } from './pages-of.ts';
import { words } from './words.ts';

const { preview: says } = words.organisation;

type Affected = OrganisationImpact['members'][number];

type Counts = Pick<OrganisationImpact, 'enters' | 'mustEnroll' | 'cannot'>;

export interface PreviewInput {
  readonly organisation: OrganisationClient;
  readonly names: Names;
  readonly rule: OrganisationDocument;
}

/** Asks whom a rule stops at the door, with the names. */
async function previewOf(input: PreviewInput, cursor?: string): Promise<OrganisationImpact> {
  const impact = await input.organisation.preview(input.rule, cursor === undefined ? {} : { cursor });
  await input.names.learn(impact.members.map(({ accountId }) => accountId));
  return impact;
}

/** `undefined`: the app keeps the members itself. */
export async function previewIfAny(input: PreviewInput): Promise<OrganisationImpact | undefined> {
  try {
    return await previewOf(input);
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'roles-from-host') return undefined;
    throw thrown;
  }
}

export function shutsOut(impact: OrganisationImpact): boolean {
  return [impact, ...impact.dates].some(({ cannot }) => cannot > 0);
}

export function previewView(input: PreviewInput, impact: OrganisationImpact): HTMLElement {
  const { dates, members, next } = impact;
  const list = pagesOf({
    first: { items: members, next },
    testid: 'stopped',
    row: (member) => stoppedRow(input.names, member),
    load: async (cursor) => {
      const further = await previewOf(input, cursor);
      return { items: further.members, next: further.next };
    },
  });
  return h(
    'div',
    { class: 'stack about', 'data-testid': 'preview' },
    counts(impact),
    dates.map((date) => [h('p', {}, says.from(beginning(date.from))), counts(date)]),
    members.length === 0 ? null : h('details', {}, h('summary', { 'data-testid': 'who-is-stopped' }, says.who), list),
  );
}

function counts({ enters, mustEnroll, cannot }: Counts): HTMLElement {
  if (mustEnroll + cannot === 0) return h('p', {}, says.everybody);
  return h(
    'ul',
    { class: 'plain' },
    cannot === 0 ? null : h('li', {}, h('strong', {}, says.cannot(cannot))),
    mustEnroll === 0 ? null : h('li', {}, says.mustEnroll(mustEnroll)),
    h('li', {}, says.enters(enters)),
  );
}

function stoppedRow(names: Names, { accountId, impact, offer = [] }: Affected): HTMLElement {
  const what =
    impact === 'cannot' ? says.out : offer.length === 0 ? says.setsUp : says.setsUpOne(either(offer.map(wayName)));
  return h(
    'div',
    { class: 'row' },
    h(
      'div',
      { class: 'about' },
      h('p', {}, isolated(names.nameOf(accountId))),
      names.idLine(accountId),
      h('p', {}, what),
    ),
  );
}
