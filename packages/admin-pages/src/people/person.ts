import type { Account, AccountEntry, AdminAccount, PolicyDocument } from '@sallyport/browser';
import {
  byId,
  type Child,
  client,
  fill,
  guarded,
  h,
  here,
  leaveWithoutAsking,
  problemLine,
  TakenBack,
  usedIdentities,
  when,
  withStepUp,
} from '@sallyport/pages/parts';
import { entriesOf } from '../parts/find-person.ts';
import { icon } from '../parts/frame.ts';
import { hasRight, showNavigationFor } from '../parts/helpdesk.ts';
import { namesText, otherMailbox, peoplePage, shortName, signInName } from '../parts/names.ts';
import { leaveNews, newsLine } from '../parts/news.ts';
import { ownStrengths } from '../policy/built-in-strengths.ts';
import { isAbove, rankOf } from '../policy/policy-roles.ts';
import { type Act, canUseCode } from './acts.ts';
import type { Block } from './asked-acts.ts';
import { actButtons, needsCode } from './fitting-acts.ts';
import { invitationNote, invitationOf } from './invitation.ts';
import { codeText, keptCodes } from './kept-codes.ts';
import { noteReturn } from './list-place.ts';
import { signInElsewhere } from './sign-in-elsewhere.ts';
import { stateBadge, stateOf } from './state.ts';
import { lineOf } from './state-line.ts';
import { steered } from './tools.ts';
import { codeChanged } from './watch-code.ts';
import { waysTab } from './ways-tab.ts';
import { words } from './words.ts';

const { person: says } = words;

export const LIST = 'sallyport.admin.list';

const TABS = ['ways', 'sessions', 'activity', 'access'] as const;
type Tab = (typeof TABS)[number];

export async function showPerson(id: string, me: Promise<Account | undefined>): Promise<void> {
  const place = byId('admin');
  const own = await me;
  const problem = problemLine();
  const left = newsLine();
  const news = h('div', { tabindex: -1 });
  const status = h('div', { class: 'status' });
  const tabs = h('nav', { class: 'person-tabs' });
  const content = h('div', { class: 'tab', 'data-testid': 'detail' });
  const heading = byId('head').querySelector('h1') ?? h('h1', {});
  heading.tabIndex = -1;
  heading.setAttribute('data-testid', 'detail-identifier');
  let whose = id;
  let displayName: string | undefined;
  let watched: string | undefined;
  let isTouched = false;
  content.addEventListener('input', () => {
    isTouched = true;
  });
  const codes = keptCodes({
    displayName: () => displayName,
    onPutAway: () => {
      heading.focus();
      // What the page says of a code above is no longer true.
      void guarded(content, draw);
    },
  });

  const act: Act = async (run) => {
    try {
      const said = await run();
      if (said === 'gone') {
        leaveWithoutAsking();
        leaveNews(words.administration.actions.deleted(whose, id));
        location.assign(peoplePage());
        return;
      }
      left?.remove();
      await draw();
      const isNote = said instanceof HTMLElement && said.matches('.note');
      fill(
        news,
        said === undefined || isNote ? said : h('div', { class: 'note go stack', 'data-testid': 'news' }, said),
      );
      // The code stands above the message, and has to be passed on.
      if (!codes.focusNew()) news.focus();
    } catch (thrown) {
      if (thrown instanceof TakenBack) return;
      problem.show(thrown);
    }
  };

  async function draw(): Promise<void> {
    isTouched = false;
    const [account, elsewhere] = await Promise.all([client.admin.account(id), signInElsewhere()]);
    showNavigationFor(account);
    // The other tabs have what a helpdesk does not see.
    const tab = account.may === undefined ? tabOf(location.search) : 'ways';
    whose = namesText(account);
    const [listed, policy, block] = await Promise.all([listedOf(account), policyFor(account), blockOf(account)]);
    displayName = listed?.displayName;
    const invitation = await invitationOf(account, listed);
    const noteOfInvitation = invitation && (await invitationNote(invitation, account, act));
    const state = listed === undefined ? account.status : stateOf(listed, undefined);
    // The reader can act on no account above.
    const isOutOfReach = policy !== undefined && own !== undefined && isAbove(policy, account, own.roles);
    const reached: AdminAccount = isOutOfReach ? { ...account, may: [] } : account;
    problem.clear();
    fill(news);
    showHead(account, own, listed);
    fill(
      status,
      stateBadge(state),
      account.emergency ? h('span', { class: 'badge warn' }, words.administration.emergency) : null,
      h('p', {}, lineOf({ account, listed, policy, invitation, block, state })),
    );
    showTabs(tab, account);
    const isOwn = id === own?.accountId;
    fill(byId('acts'), actButtons({ account: reached, invitation, state, isOwn, act, codes }));
    const isMain = needsCode(reached, state);
    // A person who meets the policy is asked for no set-up: the sign-in would refuse this code.
    const codeLeadsOn = canUseCode(account) && hasRight(reached, 'vouch') && listed?.group !== 'meets';
    const showsCodeCard = tab === 'ways' && codeLeadsOn && !isMain;
    const drawn = await tabContent(tab, reached, { listed, policy, showsCodeCard });
    codes.nameButton(
      isMain || showsCodeCard
        ? words.administration.actions.giveCode
        : !isOwn && hasRight(reached, 'reset')
          ? words.helpIn.submit
          : undefined,
    );
    const shownCode = codes.follow(account);
    const hasCode = shownCode === 'open';
    void watchCode(account);
    const hasNoWay = !elsewhere && !canBegin(account) && (listed === undefined || listed.group === 'noWayIn');
    const given = codeText(account);
    const saysCode = hasCode || shownCode === 'used' || hasNoWay || invitation !== undefined || showsCodeCard;
    fill(
      content,
      isOutOfReach ? h('p', { class: 'note', 'data-testid': 'above' }, says.above) : null,
      noteOfInvitation,
      // The note about a replaced invitation says so itself.
      hasCode && account.status === 'blocked' && invitation?.state !== 'by-code'
        ? h('p', { class: 'note warn', 'data-testid': 'code-waits' }, words.administration.actions.byCodeBlocked)
        : null,
      // The card of a code and the note about an invitation say how the person comes in.
      hasNoWay && !hasCode && shownCode !== 'used' && invitation === undefined
        ? h(
            'p',
            { class: 'note warn', 'data-testid': 'no-way-to-sign-in' },
            given ?? words.administration.actions[account.factors.totp ? 'noWayButApp' : 'noWay'],
          )
        : null,
      given === undefined || saysCode ? null : h('p', { class: 'note', 'data-testid': 'code-out' }, given),
      policy !== undefined && listed?.group === 'meets' && cannotAdminister(account, policy)
        ? h('p', { class: 'note warn', 'data-testid': 'administers-without' }, says.administersWithout)
        : null,
      account.disowned === undefined
        ? null
        : h(
            'p',
            { class: 'note warn', 'data-testid': 'disowned' },
            words.administration.actions.disowned(when(account.disowned.at)),
          ),
      isOwn ? h('p', { class: 'note', 'data-testid': 'own-account' }, words.administration.actions.ownAccount) : null,
      drawn,
    );
  }

  /** Beside an open form, draws only the card of the code. */
  async function watchCode({ enrollmentCode: code }: AdminAccount): Promise<void> {
    const seen = code && `${code.expiresAt} ${String(code.used)}`;
    if (code === undefined || watched === seen) return;
    watched = seen;
    const isChanged = await codeChanged(code, async () => (await client.admin.account(id)).enrollmentCode);
    // The page was drawn meanwhile, with another code.
    if (watched !== seen) return;
    watched = undefined;
    if (!isChanged) return;
    if (isTouched || document.querySelector('dialog[open]') !== null) codes.follow(await client.admin.account(id));
    else await guarded(content, draw);
  }

  async function tabContent(
    tab: Tab,
    account: AdminAccount,
    {
      listed,
      policy,
      showsCodeCard,
    }: {
      readonly listed: AccountEntry | undefined;
      readonly policy: PolicyDocument | undefined;
      readonly showsCodeCard: boolean;
    },
  ): Promise<Child> {
    if (tab === 'ways') return waysTab({ account, listed, act, codes, showsCodeCard });
    const { accessTab, activityTab, sessionsTab } = await import('./other-tabs.ts');
    if (tab === 'sessions') return sessionsTab(account, act);
    return tab === 'activity' ? activityTab(account) : accessTab(account, policy);
  }

  function showTabs(now: Tab, account: AdminAccount): void {
    tabs.setAttribute('aria-label', says.about(whose));
    fill(
      tabs,
      TABS.filter((tab) => tab === 'ways' || account.may === undefined).map((tab) => {
        const href = here(`/admin/people?id=${encodeURIComponent(id)}${tab === 'ways' ? '' : `&tab=${tab}`}`);
        const link = h(
          'a',
          { href, 'aria-current': tab === now ? 'page' : undefined, 'data-testid': `tab-${tab}` },
          says.tabs[tab],
          tab === 'sessions' && account.sessions > 0 ? h('span', { class: 'muted' }, account.sessions) : null,
        );
        return steered(link, () => {
          history.pushState(null, '', href);
          void guarded(content, draw).then(() => tabs.querySelector<HTMLElement>('[aria-current]')?.focus());
        });
      }),
    );
  }

  // A step-up shows the page again, with a listener of its own.
  globalThis.onpopstate = () => void guarded(content, draw);
  document.querySelector('a.back')?.remove();
  const back = h(
    'a',
    { class: 'back', href: sessionStorage.getItem(LIST) ?? peoplePage(), 'data-testid': 'back' },
    icon('back', 's'),
    words.people.title,
  );
  back.addEventListener('click', noteReturn);
  byId('head').before(back);
  await draw();
  fill(place, codes.element, left, news, problem.element, status, tabs, content);
}

function tabOf(search: string): Tab {
  const asked = new URLSearchParams(search).get('tab');
  return TABS.find((tab) => tab === asked) ?? 'ways';
}

function canBegin(account: AdminAccount): boolean {
  const { factors } = account;
  return factors.password || factors.passkeys.length > 0 || usedIdentities(account).length > 0;
}

/** The entry may be on a later page: the identifier may be a part of many names. */
async function listedOf({ accountId, identifiers }: AdminAccount): Promise<AccountEntry | undefined> {
  for await (const accounts of entriesOf(identifiers[0])) {
    const entry = accounts.find((account) => account.accountId === accountId);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** A helpdesk does not read the policy. */
async function policyFor({ may }: AdminAccount): Promise<PolicyDocument | undefined> {
  return may === undefined ? (await withStepUp(() => client.admin.policy.get())).policy : undefined;
}

/** A helpdesk does not read the log. */
async function blockOf(account: AdminAccount): Promise<Block | undefined> {
  const { blockedReason, may } = account;
  if (blockedReason === undefined || may !== undefined) return undefined;
  const { blockIn } = await import('./asked-acts.ts');
  return blockIn(account, blockedReason);
}

/** Says nothing if an identity at a provider or a strength of the policy's own may be enough. */
function cannotAdminister(account: AdminAccount, policy: PolicyDocument): boolean {
  const { roles, factors } = account;
  const isWeak = !factors.totp && factors.passkeys.length === 0 && usedIdentities(account).length === 0;
  return isWeak && rankOf(policy, roles) > 0 && ownStrengths(policy).length === 0;
}

function showHead(account: AdminAccount, me: Account | undefined, listed: AccountEntry | undefined): void {
  const identifier = signInName(account);
  const heading = byId('head').querySelector('h1');
  if (heading !== null) fill(heading, listed?.displayName ?? shortName(identifier, me));
  const below = listed?.displayName === undefined ? account.identifiers.slice(1) : account.identifiers;
  const email = otherMailbox(account);
  fill(byId('lead'), [...below, ...(email === undefined ? [] : [email])].join(', '));
  // No name: the history keeps titles, also after a sign-out.
  document.title = `${says.title} · ${words.people.title}`;
}
