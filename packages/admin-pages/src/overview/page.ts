import { type Account, isProblem, type Overview } from '@sallyport/browser';
import { byId, client, fill, guarded, h, locale } from '@sallyport/pages/parts';
import { icon, showFrame } from '../parts/frame.ts';
import { awaitRights, showNavigationFor } from '../parts/helpdesk.ts';
import { peoplePage } from '../parts/names.ts';
import { count } from '../parts/numbers.ts';
import { changesPolicy, policyInForce } from '../parts/policy-in-force.ts';
import { noteUrgent } from '../parts/urgent.ts';
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
  const changes = await changesCard(overview.changes, account, changesPolicy(account, policy));
  showHead(policy?.version, overview);
  fill(
    place,
    h(
      'div',
      { class: 'overview' },
      meetsCard(overview),
      attentionCard(overview),
      rolesCard(overview.byRole),
      strongestCard(overview),
      daysCard(overview.days),
      changes,
    ),
  );
}

/** The overview. A helpdesk may see only people, so the browser goes to the page of people. */
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

function showHead(version: number | undefined, { pending = 0 }: Overview): void {
  fill(
    byId('lead'),
    moment.format(Date.now()),
    version === undefined ? null : [' · ', h('a', { href: '/admin/policy' }, words.overview.policyVersion(version))],
    pending === 0 ? null : h('span', { 'data-testid': 'counting' }, ` · ${words.overview.counting(count(pending))}`),
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
