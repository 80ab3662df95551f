import { isProblem, type OwnOrganisation, type StepUpDemand } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { h } from '../parts/element.ts';
import { here } from '../parts/here.ts';
import { PageRefusal } from '../parts/page-refusal.ts';
import { reasonSentences } from '../parts/reasons.ts';
import { rowButtons } from '../parts/row-buttons.ts';
import { settings } from '../parts/settings.ts';
import type { Done, Shown } from '../parts/shown.ts';
import { raisesTo } from '../parts/step-up.ts';
import { roleName } from '../parts/words.ts';
import { words } from '../words.ts';

const { organisations: says } = words.account;

const OF_THE_SESSION: readonly string[] = ['no-session', 'precondition-failed', 'insufficient-strength'];

/** Empty where the app keeps the members itself. */
export async function ownOrganisations(): Promise<readonly OwnOrganisation[] | 'failed'> {
  if (settings.organisations === undefined) return [];
  try {
    return await client.organisations();
  } catch (thrown) {
    if (!isProblem(thrown) || OF_THE_SESSION.includes(thrown.code)) throw thrown;
    if (thrown.code === 'roles-from-host') return [];
    return 'failed';
  }
}

export function organisationsCard(
  organisations: readonly OwnOrganisation[] | 'failed',
  shown: Shown,
): HTMLElement | null {
  if (organisations === 'failed') return h('p', { class: 'muted', 'data-testid': 'organisations-failed' }, says.failed);
  if (organisations.length === 0) return null;
  return h(
    'section',
    { 'aria-labelledby': 'organisations-title', 'data-testid': 'organisations' },
    h('h2', { id: 'organisations-title' }, says.title),
    h(
      'div',
      { class: 'card rows' },
      organisations.map((one) => row(one, shown)),
    ),
  );
}

function row(own: OwnOrganisation, shown: Shown): HTMLElement {
  const { id, name = id, roles, demand } = own;
  const confirm =
    demand &&
    rowButtons(shown)(says.confirm, 'enter-organisation', () => enter(id, name, demand, shown), {
      spoken: says.confirmOne(name),
    });
  return h(
    'div',
    { class: 'row wraps', 'data-testid': 'organisation-row', 'data-organisation': id },
    h(
      'div',
      { class: 'about' },
      h('p', {}, name),
      stateOf(own).map((sentence) => h('p', {}, sentence)),
      h(
        'div',
        { class: 'badges' },
        roles.map((role) => h('span', { class: 'badge' }, roleName(role))),
      ),
    ),
    h('div', { class: 'actions keep' }, confirm, manageLink(own)),
  );
}

function stateOf({ id, name = id, enters, because, demand }: OwnOrganisation): readonly string[] {
  if (enters) return [says.enters];
  if (because === undefined) return [says.closed];
  const named = because.map((reason) =>
    typeof reason.source === 'object' && 'organisation' in reason.source
      ? { ...reason, source: { ...reason.source, organisation: name } }
      : reason,
  );
  const [first] = reasonSentences(named, false);
  return [...(first === undefined ? [] : [first]), ...(demand === undefined ? [says.noStepUp(name)] : [])];
}

async function enter(id: string, name: string, demand: StepUpDemand, shown: Shown): Promise<Done> {
  await raisesTo(demand);
  const now = await ownOrganisations();
  if (now === 'failed') return undefined;
  if (now.some((one) => one.id === id && one.enters)) return says.entered(name);
  await shown.reload();
  throw new PageRefusal(says.notEntered(name));
}

function manageLink({ id, name = id, roles }: OwnOrganisation): HTMLElement | null {
  const { hasPage = false, administrators = [] } = settings.organisations ?? {};
  if (!hasPage || !roles.some((role) => administrators.includes(role))) return null;
  const attributes = {
    class: 'button compact',
    'data-testid': 'manage-organisation',
    'aria-label': says.manageOne(name),
  };
  return h('a', { ...attributes, href: here(`/organisation?in=${encodeURIComponent(id)}`) }, says.manage);
}
