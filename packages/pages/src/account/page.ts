import { type Account, isProblem } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { button, TakenBack } from '../parts/controls.ts';
import { deliveredCodes } from '../parts/delivered-codes.ts';
import { byId, fill, h } from '../parts/element.ts';
import { signOutTo } from '../parts/end-session.ts';
import { guarded } from '../parts/guarded.ts';
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
import { whenLookedAt } from '../parts/shown-session.ts';
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
import { overviewCard } from './overview.ts';
import { recommendationsCard } from './recommendations.ts';
import { sessionsCard, stillElsewhereNote } from './sessions.ts';
import { AfterLoss, AfterRename, act, type Done, messageOf, type Shown } from './shown.ts';

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

/** The account that the page shows. */
let owner: Account | undefined;

/** The problem code after a failure at a provider, or on the way back from the provider. */
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
  // The key may be in the person's app already, so a reload continues the set-up instead of beginning another.
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

/** For a link that leads to the change of the password. A reload does not open the dialog again. */
function changesPassword(): void {
  history.replaceState(history.state, '', location.pathname + location.search);
  place.querySelector<HTMLElement>('[data-testid=change-password]')?.click();
}

/** Whether this load is a reload, or a return by Back or Forward. */
function isBack(): boolean {
  return performance
    .getEntriesByType('navigation')
    .some((entry) => entry instanceof PerformanceNavigationTiming && entry.type !== 'navigate');
}

async function load(done?: Done): Promise<void> {
  const [account, session, sessions, devices, codes, canExport, canDelete, withVault, providers] = await Promise.all([
    client.account.get(),
    client.session.get(),
    client.account.sessions(),
    client.account.devices(),
    deliveredCodes(),
    serves('/account/export'),
    servesDeletion('/account'),
    hasVault(),
    linkableProviders(),
  ]);
  // Before the page reads what the tab keeps.
  keepsForSession(account.accountId, sessions);
  const message = messageOf(done) ?? takeNews() ?? linkedNews(account);
  void showWho();
  forgetOlderCodeUse(sessions);
  // An administrator or another device may have changed the passkeys.
  void client.account.signalPasskeys(account);
  owner = account;
  said.clear();
  const undone = undoneNote(takeUndone());
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
    usedBackupCodeNote(account, shown) ?? recommendationsCard(account, shown),
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
  /** A sentence of this page, or the server's refusal. */
  readonly problem?: unknown;
  /** The sign-in page that leads back to the link, if the link does nothing for the account that is signed in. */
  readonly unusable?: string;
}

/** Handles `?confirm-email=` from the mail to a new address. After `invalid-credentials` the link is used up, or is another account's. */
async function confirmEmail(): Promise<ConfirmedEmail> {
  const token = parameter('confirm-email');
  if (token === undefined) return {};
  const back = signInAndReturn();
  dropParameters();
  try {
    const { pendingEmail } = await withStepUp(() => client.account.get());
    // A confirmation that it is the person would lead to nothing.
    if (pendingEmail === undefined) return { unusable: back };
    await withStepUp(() => client.account.confirmEmail(token));
    return { news: words.account.emailConfirmed };
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'no-session') {
      location.replace(back);
      // The page is left: nothing else may lead elsewhere meanwhile.
      return new Promise(() => undefined);
    }
    // The link is still unused, so the link keeps working.
    if (thrown instanceof TakenBack) return { problem: words.account.emailNotConfirmed };
    return isProblem(thrown) && thrown.code === 'invalid-credentials'
      ? { unusable: back }
      : { problem: sentenceOf(thrown) };
  }
}

/**
 * Explains a link to a new address that does nothing here. The server does not tell whose the link is, so the page names the account that
 * is signed in, and offers to sign in with another account.
 */
function showUnusable({ accountId, identifiers: [name = accountId], email }: Account, back: string): void {
  said.say(words.account.emailLinkUnusable(name, email));
  const other = button({
    label: words.signIn.otherAccount,
    testid: 'other-account',
    run: () => signOutTo(back).catch(shown.problem),
  });
  said.element.after(h('div', { class: 'actions' }, other));
}

/** After the return from a provider: the act before was not done. `path` is the page of the act. */
function undoneNote(path: string | undefined): HTMLElement | null {
  if (path === undefined) return null;
  const { text, back } = words.account.undone;
  return h(
    'div',
    { class: 'note warn split', tabindex: -1, 'data-testid': 'undone' },
    h('p', {}, text),
    path === '/account' ? null : h('a', { class: 'button compact', href: path }, back),
  );
}

/** If the sign-in name may be a former mail address, offers the present one. Returns `null` for the present address, and for a name of another kind. */
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

/** After a sign-in by backup code, explains how to replace the lost factor. Returns `null` for any other sign-in. */
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
