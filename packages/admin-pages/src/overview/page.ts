import { type Account, isProblem } from '@sallyport/browser';
import { byId, client, fill, guarded, h, locale } from '@sallyport/pages/parts';
import { icon, showFrame } from '../parts/frame.ts';
import { peoplePage } from '../parts/names.ts';
import { words } from '../words.ts';
import { attentionCard } from './attention.ts';
import { changesCard } from './changes.ts';
import { meetsCard } from './meets.ts';
import { rolesCard } from './roles.ts';
import { daysCard } from './sign-ins.ts';
import { strongestCard } from './strongest.ts';

const place = byId('admin');
const me = showFrame().catch((): Account | undefined => undefined);

void guarded(place, load);

async function load(): Promise<void> {
  const [overview, version, account] = await Promise.all([client.admin.overview(), policyVersion(), me]);
  const changes = await changesCard(overview.changes, account);
  showHead(version);
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

/** The number of the policy in force. Returns `undefined` for an administrator who may not read the policy. */
async function policyVersion(): Promise<number | undefined> {
  try {
    return (await client.admin.policy.get()).version;
  } catch (thrown) {
    if (isProblem(thrown)) return undefined;
    throw thrown;
  }
}

const moment = new Intl.DateTimeFormat(locale, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
});

function showHead(version: number | undefined): void {
  fill(
    byId('lead'),
    moment.format(Date.now()),
    version === undefined ? null : [' · ', h('a', { href: '/admin/policy' }, words.overview.policyVersion(version))],
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
