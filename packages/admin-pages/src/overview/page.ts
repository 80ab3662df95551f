import { type Account, isProblem, type Overview } from '@sallyport/browser';
import { byId, client, fill, guarded, h, here, keepFocus, locale } from '@sallyport/pages/parts';
import { become } from '../parts/become.ts';
import { countingNote } from '../parts/counting.ts';
import { icon, showFrame } from '../parts/frame.ts';
import { awaitRights, showNavigationFor } from '../parts/helpdesk.ts';
import { peoplePage } from '../parts/names.ts';
import { changesPolicy, policyInForce } from '../parts/policy-in-force.ts';
import { noteUrgent } from '../parts/urgent.ts';
import { trustedProviders } from '../policy/trusted-providers.ts';
import { words } from '../words.ts';
import { attentionCard } from './attention.ts';
import { changesCard } from './changes.ts';
import { meetsCard } from './meets.ts';
import { rolesCard } from './roles.ts';
import { daysCard } from './sign-ins.ts';
import { strongestCard } from './strongest.ts';

const place = byId('admin');
const me = showFrame().catch((): Account | undefined => undefined);

awaitRights();
void guarded(place, load);

async function load(): Promise<void> {
  const [overview, policy, account] = await Promise.all([overviewOrPeople(), policyInForce(), me]);
  showNavigationFor({});
  noteUrgent(overview.urgent);
  showHead(policy?.version);
  const counting = countingNote();
  const trusted = trustedProviders(policy?.policy ?? {});
  const counted = countedCards(overview, trusted);
  async function refresh(): Promise<Overview> {
    const next = await client.admin.overview();
    noteUrgent(next.urgent);
    const drawn = countedCards(next, trusted);
    for (const [at, card] of counted.entries()) {
      const hadFocus = card.contains(document.activeElement);
      become(card, drawn[at] ?? card);
      if (hadFocus) keepFocus(card);
    }
    return next;
  }
  const changesOf = (from: Overview, said?: string): Promise<HTMLElement> =>
    changesCard(from, { me: account, isPolicyAdministrator: changesPolicy(account, policy), onUndone, said });
  async function afterUndo(said: string): Promise<void> {
    const next = await changesOf(await refresh(), said);
    const hadFocus = changes.contains(document.activeElement);
    changes.replaceWith(next);
    if (hadFocus) keepFocus(next);
    changes = next;
  }
  // The act is done, even without new numbers.
  const onUndone = (said: string): void => void afterUndo(said).catch(() => {});
  let changes = await changesOf(overview);
  fill(place, counting.element, h('div', { class: 'overview' }, counted, daysCard(overview.days), changes));
  counting.follow(overview.pending, async () => (await refresh()).pending ?? 0);
}

function countedCards(overview: Overview, trusted: readonly string[]): readonly HTMLElement[] {
  return [meetsCard(overview, trusted), attentionCard(overview), rolesCard(overview), strongestCard(overview)];
}

/** A helpdesk may see only people, so the browser goes there. */
async function overviewOrPeople(): ReturnType<typeof client.admin.overview> {
  try {
    return await client.admin.overview();
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'not-permitted') location.replace(peoplePage());
    throw thrown;
  }
}

const moment = new Intl.DateTimeFormat(locale, {
  dateStyle: 'full',
  timeStyle: 'short',
});

function showHead(version: number | undefined): void {
  fill(
    byId('lead'),
    words.overview.now(moment.format(Date.now())),
    version === undefined
      ? null
      : [' · ', h('a', { href: here('/admin/policy') }, words.overview.policyVersion(version))],
  );
  fill(
    byId('acts'),
    h(
      'a',
      { class: 'button', href: peoplePage({ new: '1' }), 'data-testid': 'invite' },
      icon('plus', 's'),
      words.overview.invite,
    ),
  );
}
