import { isProblem, type OwnOrganisation } from '@sallyport/browser';
import { leaveWithoutAsking } from '../parts/before-leaving.ts';
import { client } from '../parts/client.ts';
import { byId, type Child, fill, h } from '../parts/element.ts';
import { guarded, notPermitted } from '../parts/guarded.ts';
import { here } from '../parts/here.ts';
import { parameter } from '../parts/location.ts';
import { keepOpenWays } from '../parts/open-ways.ts';
import { problemLine } from '../parts/problem-line.ts';
import { settings } from '../parts/settings.ts';
import { showsSession } from '../parts/shown-session.ts';
import { showWho } from '../parts/who.ts';
import { offerToJoin } from './join.ts';
import { membersSection } from './members.ts';
import { namesIn } from './names.ts';
import { ruleSection } from './rule.ts';
import { rolesIn } from './rule-draft.ts';
import { words } from './words.ts';

const place = byId('organisation');
const id = parameter('in') ?? '';
const organisation = client.organisation(id);
const names = namesIn(id);

const news = h('p', { class: 'note go', tabindex: -1, hidden: true, 'data-testid': 'news' });
const said = problemLine();
/** Keeps unsaved choices while the page loads anew. */
let rule: HTMLElement | undefined;

const WAYS_IN = ['passkey', 'password', 'ldap', 'sso'];

const invited = parameter('join');
if (invited !== undefined) void guarded(place, () => offerToJoin(place, invited));
else if (id === '') refuse(words.organisation.noneNamed);
else void guarded(place, load);

async function load(): Promise<void> {
  const { accountId } = await client.session.get();
  showsSession(accountId);
  void showWho();
  const own = await ownOrganisation();
  if (own === 'none') return refuse(words.organisation.notAMember);
  const isHere = own !== 'from-host';
  const [first, invitations, current, ways] = await Promise.all([
    isHere ? ifPermitted(() => organisation.members()) : undefined,
    isHere ? ifPermitted(() => organisation.invitations()) : undefined,
    ifPermitted(() => organisation.rule()),
    waysIn(),
  ]).catch((thrown: unknown) => {
    if (isProblem(thrown) && thrown.code === 'not-a-member')
      return [undefined, undefined, undefined, undefined] as const;
    throw thrown;
  });
  if (ways === undefined) return refuse(words.organisation.notAMember);
  if (first === undefined && current === undefined) return refuse(words.organisation.notPermitted);
  await names.learn((first?.members ?? []).map((member) => member.accountId));
  const name = (own === 'from-host' ? current?.name : own.name) ?? id;
  showTitle(name);
  const ofSite = settings.organisations?.roles ?? [];
  const roles = [...new Set([...ofSite, ...(current === undefined ? [] : rolesIn(current.rule))])];
  const members = first && {
    ...{ organisation, name, first, invitations: invitations ?? [], names, self: accountId, roles, tell, said },
    loadAnew: (done?: string) => guarded(place, load, done),
  };
  rule = current && (rule ?? ruleSection({ organisation, names, current, ways, roles: ofSite }));
  if (rule === undefined) leaveWithoutAsking();
  fill(place, news, said.element, members && membersSection(members), rule);
}

/** `from-host`: the app keeps the members, and only the app has the list. */
async function ownOrganisation(): Promise<OwnOrganisation | 'from-host' | 'none'> {
  try {
    return (await client.organisations()).find((one) => one.id === id) ?? 'none';
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'roles-from-host') return 'from-host';
    throw thrown;
  }
}

/** Of members and rule, a role may have the right to one. */
async function ifPermitted<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'not-permitted') return undefined;
    throw thrown;
  }
}

async function waysIn(): Promise<readonly string[]> {
  const { methods, providers } = keepOpenWays(await client.inSession.waysIn());
  return WAYS_IN.filter((way) => (way === 'sso' ? providers.length > 0 : methods.includes(way)));
}

function refuse(text: string): void {
  rule = undefined;
  leaveWithoutAsking();
  fill(place, news, said.element, notPermitted(text, { href: here('/account'), label: words.organisation.toAccount }));
}

function tell(message?: Child): void {
  news.hidden = message === undefined;
  fill(news, message);
  if (message === undefined) return;
  if (!news.isConnected) place.prepend(news);
  news.focus();
}

function showTitle(name: string): void {
  const title = document.querySelector('main h1');
  if (title !== null) title.textContent = name;
}
