import { isProblem } from '@sallyport/browser';
import { addFactor } from './account/add-factor.ts';
import { dataCard } from './account/data.ts';
import { devicesCard } from './account/devices.ts';
import { factorsCard } from './account/factors.ts';
import { identitiesCard, linkableProviders } from './account/identities.ts';
import { overviewCard } from './account/overview.ts';
import { recommendationsCard } from './account/recommendations.ts';
import { sessionsCard } from './account/sessions.ts';
import { act, type Shown } from './account/shown.ts';
import { usedBackupCodeNote } from './account/used-backup-code.ts';
import { client } from './ui/client.ts';
import { TakenBack } from './ui/controls.ts';
import { deliveredCodes } from './ui/delivered-codes.ts';
import { byId, fill, h } from './ui/element.ts';
import { guarded } from './ui/guarded.ts';
import { dropParameters, parameter, signInAndReturn, takeNews, takeParameter } from './ui/location.ts';
import { pendingTotp } from './ui/pending-totp.ts';
import { problemLine } from './ui/problem-line.ts';
import { sentenceOf } from './ui/sentences.ts';
import { serves } from './ui/served.ts';
import { wordsForProblem } from './ui/sso-problem.ts';
import { withStepUp } from './ui/step-up.ts';
import { showWho } from './ui/who.ts';
import { words } from './ui/words.ts';

const place = byId('account');
const said = problemLine();
const news = h('p', { class: 'note go', tabindex: -1, hidden: true, 'data-testid': 'news' });

const shown: Shown = {
  reload: (message) => guarded(place, () => load(message), message),
  problem: (thrown) => {
    said.show(thrown);
    said.element.scrollIntoView({ block: 'nearest' });
  },
};

/** Whether the account has an authenticator app, so that a new key would replace the app. */
let hasApp = false;

/** The problem code after a failure at a provider, or on the way back from the provider. */
const failed = takeParameter('problem');

void confirmEmail().then(async ({ news: message, problem }) => {
  await shown.reload(message ?? takeNews());
  if (typeof problem === 'string') said.say(problem);
  else if (problem !== undefined) said.show(problem);
  if (failed !== undefined) said.say(wordsForProblem(failed));
  // The key may be in the person's app already, so a reload continues the set-up instead of beginning another.
  if (pendingTotp('session') !== undefined && isBack() && place.contains(news))
    await act(shown, () => addFactor('totp', hasApp));
});

/** Whether this load is a reload, or a return by Back or Forward. */
function isBack(): boolean {
  return performance
    .getEntriesByType('navigation')
    .some((entry) => entry instanceof PerformanceNavigationTiming && entry.type !== 'navigate');
}

async function load(message?: string): Promise<void> {
  const [account, session, sessions, devices, codes, canExport, providers] = await Promise.all([
    client.account.get(),
    client.session.get(),
    client.account.sessions(),
    client.account.devices(),
    deliveredCodes(),
    serves('/account/export'),
    linkableProviders(),
  ]);
  void showWho();
  hasApp = account.factors.totp;
  said.clear();
  news.hidden = message === undefined;
  fill(news, message);
  fill(
    place,
    news,
    said.element,
    overviewCard(account, session, sessions, shown),
    usedBackupCodeNote(account, shown) ?? recommendationsCard(account, shown),
    factorsCard(account, codes, shown),
    identitiesCard(account, providers, shown),
    sessionsCard(sessions, shown),
    devices.length === 0 ? null : devicesCard(devices, shown),
    dataCard(account, shown, canExport),
  );
  // The pressed element is drawn again, so the focus goes to the result.
  if (message !== undefined) news.focus();
}

interface ConfirmedEmail {
  readonly news?: string;
  /** A sentence of this page, or the server's refusal. */
  readonly problem?: unknown;
}

/** Handles `?confirm-email=` from the mail to a new address. Only `invalid-credentials` means that the link is used up. */
async function confirmEmail(): Promise<ConfirmedEmail> {
  const token = parameter('confirm-email');
  if (token === undefined) return {};
  const back = signInAndReturn();
  dropParameters();
  try {
    await withStepUp(() => client.account.confirmEmail(token));
    return { news: words.account.emailConfirmed };
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'no-session') location.replace(back);
    // The link is still unused, so the link keeps working.
    if (thrown instanceof TakenBack) return { problem: words.account.emailNotConfirmed };
    const isUsed = isProblem(thrown) && thrown.code === 'invalid-credentials';
    return { problem: isUsed ? words.account.emailLinkUsed : sentenceOf(thrown) };
  }
}
