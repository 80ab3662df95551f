import { type Account, isProblem } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { button, TakenBack } from '../parts/controls.ts';
import { deliveredCodes } from '../parts/delivered-codes.ts';
import { byId, fill, h } from '../parts/element.ts';
import { signOutTo } from '../parts/end-session.ts';
import { guarded } from '../parts/guarded.ts';
import { here } from '../parts/here.ts';
import { keepsForSession } from '../parts/kept-data.ts';
import {
  dropParameters,
  goesOnToKeptNext,
  parameter,
  signInAndReturn,
  takeNews,
  takeParameter,
  takeUndone,
} from '../parts/location.ts';
import { helpSteps } from '../parts/lost-way.ts';
import { pendingTotp } from '../parts/pending-totp.ts';
import { problemLine } from '../parts/problem-line.ts';
import { sentenceOf } from '../parts/sentences.ts';
import { serves, servesDeletion } from '../parts/served.ts';
import { AfterLoss, AfterRename, act, type Done, messageOf, type Shown } from '../parts/shown.ts';
import { showsSession, whenLookedAt } from '../parts/shown-session.ts';
import { withStepUp } from '../parts/step-up.ts';
import { forgetOlderCodeUse, usedBackupCode } from '../parts/used-code.ts';
import { showWho } from '../parts/who.ts';
import { wordsForProblem } from '../sso-problem.ts';
import { words } from '../words.ts';
import { addFactor } from './add-factor.ts';
import { closedSetUpsNote, isClosed } from './closed-set-ups.ts';
import { dataCard } from './data.ts';
import { devicesCard } from './devices.ts';
import { changeIdentifier, factorsCard } from './factors.ts';
import { hasVault } from './has-vault.ts';
import { identitiesCard, linkableProviders, linkedNews } from './identities.ts';
import { organisationsCard, ownOrganisations } from './organisations.ts';
import { overviewCard } from './overview.ts';
import { recommendationsCard } from './recommendations.ts';
import { sessionsCard, stillElsewhereNote } from './sessions.ts';
import { soonNote } from './soon.ts';

const place = byId('account');
const said = problemLine();
const news = h('p', { class: 'note go', tabindex: -1, hidden: true, 'data-testid': 'news' });

const shown: Shown = {
  hideMessage: () => {
    news.hidden = true;
  },
  reload: (done) => {
    const message = messageOf(done);
    return guarded(place, () => load(done), typeof message === 'string' ? message : undefined);
  },
  problem: (thrown) => said.show(thrown),
};

let owner: Account | undefined;

const failed = takeParameter('problem');

// A sign-in at a provider ends on this page, whatever page the person asked for.
if (failed !== undefined || !goesOnToKeptNext()) void start();

async function start(): Promise<void> {
  const { news: message, problem, unusable } = await confirmEmail();
  await shown.reload(message);
  if (unusable !== undefined && owner !== undefined) showUnusable(owner, unusable);
  else if (typeof problem === 'string') said.say(problem);
  else if (problem !== undefined) said.show(problem);
  if (failed !== undefined)
    said.say(failed === 'invalid-credentials' ? words.problems.ssoLink : wordsForProblem(failed));
  // The key may be in the person's app already, so a reload continues the set-up.
  if (pendingTotp('session') !== undefined && isBack() && place.contains(news))
    await act(shown, () => addFactor('totp', owner?.factors.totp));
  else if (location.hash === '#password') changesPassword();
}

/** If another tab signed in anew, the notice about a backup code is out of date. */
whenLookedAt(async () => {
  if (place.querySelector('[data-testid=used-backup-code]') === null) return;
  const sessions = await client.account.sessions().catch(() => []);
  if (forgetOlderCodeUse(sessions)) await shown.reload();
});

function changesPassword(): void {
  history.replaceState(history.state, '', location.pathname + location.search);
  place.querySelector<HTMLElement>('[data-testid=change-password]')?.click();
}

function isBack(): boolean {
  return performance
    .getEntriesByType('navigation')
    .some((entry) => entry instanceof PerformanceNavigationTiming && entry.type !== 'navigate');
}

async function load(done?: Done): Promise<void> {
  const [account, session, sessions, devices, codes, canExport, canDelete, withVault, providers, organisations] =
    await Promise.all([
      client.account.get(),
      client.session.get(),
      client.account.sessions(),
      client.account.devices(),
      deliveredCodes(),
      serves('/account/export'),
      servesDeletion('/account'),
      hasVault(),
      linkableProviders(),
      ownOrganisations(),
    ]);
  showsSession(account.accountId);
  keepsForSession(account.accountId, sessions);
  const message = messageOf(done) ?? takeNews() ?? linkedNews(account);
  void showWho();
  forgetOlderCodeUse(sessions);
  // Another device may have changed the passkeys.
  void client.account.signalPasskeys();
  owner = account;
  said.clear();
  const undone = undoneNote(takeUndone());
  const soon = soonNote(account, session, shown);
  news.hidden = message === undefined;
  fill(news, message);
  fill(
    place,
    news,
    said.element,
    undone,
    overviewCard(account, session, sessions, shown),
    done instanceof AfterLoss ? stillElsewhereNote(account, sessions, shown) : null,
    done instanceof AfterRename ? null : otherNameNote(account, shown),
    soon,
    usedBackupCodeNote(account, shown) ?? (soon === null ? recommendationsCard(account, shown) : null),
    organisationsCard(organisations, shown),
    closedSetUpsNote(account),
    factorsCard(account, { codes, hasVault: withVault }, shown),
    identitiesCard(account, providers, shown),
    sessionsCard(account, sessions, shown),
    devices.length === 0 ? null : devicesCard(devices, sessions, shown),
    dataCard(account, shown, { canExport, canDelete, hasVault: withVault }),
  );
  // The pressed element is drawn again, so the focus goes to the result.
  if (message !== undefined) news.focus();
  else undone?.focus();
}

interface ConfirmedEmail {
  readonly news?: string;
  readonly problem?: unknown;
  readonly unusable?: string;
}

/** After `invalid-credentials` the link is used up, or is another account's. */
async function confirmEmail(): Promise<ConfirmedEmail> {
  const token = parameter('confirm-email');
  if (token === undefined) return {};
  const back = signInAndReturn();
  dropParameters();
  try {
    const { pendingEmail } = await withStepUp(() => client.account.get());
    if (pendingEmail === undefined) return { unusable: back };
    await withStepUp(() => client.account.confirmEmail(token));
    return { news: words.account.emailConfirmed };
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'no-session') {
      location.replace(back);
      return new Promise(() => undefined);
    }
    if (thrown instanceof TakenBack) return { problem: words.account.emailNotConfirmed };
    return isProblem(thrown) && thrown.code === 'invalid-credentials'
      ? { unusable: back }
      : { problem: sentenceOf(thrown) };
  }
}

/** The server does not tell whose the link is, so the page names the account that is signed in. */
function showUnusable({ accountId, identifiers: [name = accountId], email }: Account, back: string): void {
  said.say(words.account.emailLinkUnusable(name, email));
  const other = button({
    label: words.signIn.otherAccount,
    testid: 'other-account',
    run: () => signOutTo(back).catch(shown.problem),
  });
  said.element.after(h('div', { class: 'actions' }, other));
}

function undoneNote(path: string | undefined): HTMLElement | null {
  if (path === undefined) return null;
  const { text, back } = words.account.undone;
  return h(
    'div',
    { class: 'note warn split', tabindex: -1, 'data-testid': 'undone' },
    h('p', {}, text),
    path === here('/account') ? null : h('a', { class: 'button compact', href: path }, back),
  );
}

/** The sign-in name may be a former mail address. */
function otherNameNote(account: Account, shown: Shown): HTMLElement | null {
  const {
    identifiers: [name = ''],
    email,
  } = account;
  if (email === undefined || !name.includes('@') || name.toLowerCase() === email.toLowerCase()) return null;
  const says = words.account.otherName;
  return h(
    'div',
    { class: 'note split', 'data-testid': 'other-name' },
    h('p', {}, says.text(name, email)),
    button({
      label: words.account.factors.changeIdentifier,
      testid: 'take-name',
      look: 'compact',
      run: () => act(shown, () => changeIdentifier(account, email)),
    }),
  );
}

function usedBackupCodeNote(account: Account, shown: Shown): HTMLElement | null {
  const { accountId, factors } = account;
  if (!usedBackupCode(accountId) || isClosed(account, 'totp')) return null;
  const says = words.account.usedBackupCode;
  // The codes went with the app or the passkey: none was used up.
  if (!factors.totp && factors.passkeys.length === 0)
    return h(
      'div',
      { class: 'note split', 'data-testid': 'codes-went' },
      h('p', {}, says.codesWent),
      button({
        label: words.account.factors.setUpTotp,
        testid: 'set-up-again',
        look: 'compact',
        run: () => act(shown, () => addFactor('totp')),
      }),
    );
  const replace = button({
    label: words.account.factors.replaceTotp,
    testid: 'replace-lost-app',
    look: 'compact',
    run: () => act(shown, () => addFactor('totp', true)),
  });
  // A change of an account with a passkey always needs a passkey.
  const remedy =
    factors.passkeys.length > 0
      ? [h('p', {}, says.lostPasskey), helpSteps()]
      : factors.totp
        ? h('div', { class: 'split' }, h('p', {}, says.lostApp), replace)
        : null;
  return h(
    'div',
    { class: 'note stack', 'data-testid': 'used-backup-code' },
    h('p', {}, says.left(factors.backupCodes.remaining)),
    remedy,
  );
}
