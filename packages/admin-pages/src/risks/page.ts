import type { Account, AccountPage, PolicyDocument, Risk, Risks } from '@sallyport/browser';
import {
  byId,
  client,
  either,
  fill,
  guarded,
  h,
  here,
  listed,
  locale,
  roleName,
  sentenceFor,
  when,
} from '@sallyport/pages/parts';
import type { IconName } from '../icons.ts';
import { card } from '../parts/card.ts';
import { countingNote } from '../parts/counting.ts';
import { icon, showFrame } from '../parts/frame.ts';
import { awaitRights, withNavigation } from '../parts/helpdesk.ts';
import { namesText, peoplePage, personPage, shortName } from '../parts/names.ts';
import { counted } from '../parts/numbers.ts';
import { changesPolicy, policyInForce } from '../parts/policy-in-force.ts';
import { noteUrgent } from '../parts/urgent.ts';
import { administratorsOf, lenientRoles, strongDemand } from '../policy/policy-roles.ts';
import { strengthDemand } from '../reasons-line.ts';
import { words } from '../words.ts';
import { attemptsPage, disownedPage } from './attempts.ts';

const { risks: says } = words;

const place = byId('admin');
const me = showFrame().catch((): Account | undefined => undefined);

awaitRights();
void guarded(place, () => withNavigation(load));

const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });

async function load(): Promise<void> {
  const [found, account] = await Promise.all([client.admin.risks(), me]);
  const counting = countingNote();
  const list = h('div', { class: 'findings' });
  await showRisks(list, found, account);
  fill(place, counting.element, list);
  counting.follow(found.pending, async () => {
    const next = await client.admin.risks();
    await showRisks(list, next, account);
    return next.pending ?? 0;
  });
}

async function showRisks(list: HTMLElement, { risks }: Risks, account: Account | undefined): Promise<void> {
  const has = (code: string): boolean => risks.some((risk) => risk.code === code);
  const advices: Advices = {
    ...(has(WEAK_ADMINISTRATORS) ? { [WEAK_ADMINISTRATORS]: await ruleAdvice(account) } : {}),
    ...(has(ONE_ADMINISTRATOR) ? { [ONE_ADMINISTRATOR]: await secondAdvice() } : {}),
  };
  noteUrgent(risks.filter(({ severity }) => severity === 'error').length);
  fill(byId('lead'), says.lead(risks.length, clock.format(Date.now())));
  const groups = (['error', 'warning', 'info'] as const).map((severity) => ({
    severity,
    found: risks.filter((risk) => risk.severity === severity),
  }));
  fill(
    list,
    risks.length === 0 ? h('p', { class: 'card nothing-found', role: 'status' }, icon('tick'), says.nothing) : null,
    groups
      .filter(({ found }) => found.length > 0)
      .map(({ severity, found }) =>
        card({
          title: says.severity[severity],
          testid: `risks-${severity}`,
          look: 'flush',
          beside: h('span', { class: `badge ${badges[severity]}` }, counted(found.length)),
          content: found.map((risk) => finding(risk, account, advices[risk.code])),
        }),
      ),
    clear(risks),
  );
}

const WEAK_ADMINISTRATORS = 'administrator-without-strong-factor';
const ONE_ADMINISTRATOR = 'one-policy-administrator';
const NEVER_SIGNED_IN = 'never-signed-in';
const DISOWNED = 'disowned';
/** No act on the reader's own account page ends these. */
const BEYOND_OWN_ACCOUNT: ReadonlySet<string> = new Set(['attacked', ONE_ADMINISTRATOR, DISOWNED]);

interface Advice {
  readonly text: string;
  readonly leadsToPolicy: boolean;
}

type Advices = Readonly<Record<string, Advice | undefined>>;

async function secondAdvice(): Promise<Advice> {
  const { policy } = administratorsOf((await policyInForce())?.policy ?? {});
  return {
    text: says.secondAdministrator(either(policy.map((role) => says.role(roleName(role))))),
    leadsToPolicy: false,
  };
}

/** `undefined` if the policy alone does not tell, or the person may not read it. */
async function ruleAdvice(account: Account | undefined): Promise<Advice | undefined> {
  const [policy, page] = await Promise.all([policyInForce(), client.admin.accounts({ risk: WEAK_ADMINISTRATORS })]);
  if (policy === undefined) return undefined;
  const { accounts } = page;
  const roles = lenientRoles(policy.policy, accounts);
  if (roles === undefined) return undefined;
  if (roles.length === 0) return { text: askedText(policy.policy, accounts), leadsToPolicy: false };
  const text = says.ruleIsLenient.asks(listed(roles.map(roleName)), lenientText(policy.policy, page));
  return { text, leadsToPolicy: changesPolicy(account, policy) };
}

/** A person with another role can still have to set up a passkey or an app. */
function lenientText(policy: PolicyDocument, { accounts, next }: AccountPage): string {
  const { allMeet, someMustSetUp, unknown } = says.ruleIsLenient;
  if (next === undefined && accounts.every(({ group }) => group === 'meets')) return allMeet(accounts.length);
  const mustSetUp = accounts.some(
    ({ group, roles }) => group === 'mustEnroll' && strongDemand(policy, roles) !== undefined,
  );
  return mustSetUp ? someMustSetUp : unknown;
}

function askedText(policy: PolicyDocument, people: readonly { readonly roles: readonly string[] }[]): string {
  const demands = [...new Set(people.map(({ roles }) => strongDemand(policy, roles)))];
  const [only = 'enhanced'] = demands;
  return demands.length > 1 ? says.ruleAsksSome : says.ruleAsks(people.length, strengthDemand(only));
}

const badges = { error: 'stop', warning: 'warn', info: '' } as const;

const icons: Readonly<Record<string, IconName>> = {
  'administrator-without-strong-factor': 'risks',
  'one-passkey-only': 'passkey',
  'no-backup-codes': 'codes',
  attacked: 'activity',
  disowned: 'risks',
  'one-policy-administrator': 'policy',
  dormant: 'wait',
  'never-signed-in': 'mail',
  'policy-finding': 'policy',
};

function finding(risk: Risk, account: Account | undefined, advice: Advice | undefined): HTMLElement {
  const { code, count: n, accounts } = risk;
  const words_ = sentenceFor(says.says, code);
  const what = words_ === undefined ? h('span', { lang: 'en' }, risk.message) : words_(n, counted(n));
  const rest = n - accounts.length;
  const isNever = code === NEVER_SIGNED_IN;
  const isOwn = accounts.some(({ accountId }) => accountId === account?.accountId);
  const isOwnAlone = isOwn && n === 1;
  const whyYou = isOwnAlone ? sentenceFor(says.whyYou, code) : undefined;
  // A person who was invited today may still begin.
  const shown = isNever ? accounts.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt)) : accounts;
  return h(
    'article',
    { class: 'finding', 'data-testid': `risk-${code}` },
    icon(sentenceFor(icons, code) ?? 'risks', badges[risk.severity]),
    h(
      'div',
      {},
      h('h3', {}, what),
      h('p', { 'data-testid': 'why' }, whyYou ?? sentenceFor(says.why, code) ?? null),
      advice === undefined
        ? null
        : h('p', { 'data-testid': code === WEAK_ADMINISTRATORS ? 'rule-advice' : 'advice' }, advice.text),
      isOwn && !BEYOND_OWN_ACCOUNT.has(code)
        ? h(
            'p',
            { 'data-testid': 'yourself' },
            h('a', { href: here('/account') }, isOwnAlone ? says.yourselfAlone : says.yourself),
          )
        : null,
      accounts.length === 0
        ? null
        : h(
            'p',
            { class: 'whom' },
            shown.map((entry, place): (string | HTMLElement)[] => [
              place === 0 ? '' : ', ',
              h('a', { href: personPage(entry.accountId) }, shortName(namesText(entry), account)),
              isNever ? ` (${says.made(when(entry.createdAt))})` : '',
            ]),
            rest > 0 ? [' ', h('a', { href: peopleWith(code) }, says.more(counted(rest)))] : null,
          ),
    ),
    h('div', { class: 'acts' }, actsOf(risk, advice?.leadsToPolicy === true)),
  );
}

/** Without a sign-in, in the order in which the accounts were made. */
function peopleWith(risk: string): string {
  return peoplePage(risk === NEVER_SIGNED_IN ? { risk, sort: '-createdAt' } : { risk });
}

function actsOf(risk: Risk, leadsToPolicy: boolean): HTMLElement[] {
  const { code } = risk;
  const link = (href: string, label: string): HTMLElement => h('a', { class: 'button', href }, label);
  if (code === 'policy-finding') return [link(here('/admin/policy'), says.acts.policy)];
  if (code === ONE_ADMINISTRATOR) return [link(peoplePage(), says.acts.everybody)];
  const people = link(peopleWith(code), says.acts.people);
  if (leadsToPolicy) return [link(here('/admin/policy'), says.acts.policy), people];
  if (code === DISOWNED) return [link(disownedPage(risk), says.acts.disowned), people];
  return code === 'attacked' ? [link(attemptsPage(risk, Date.now()), says.acts.activity), people] : [people];
}

function clear(risks: readonly Risk[]): HTMLElement | null {
  const found = new Set<string>(risks.map(({ code }) => code));
  const passed = Object.entries(says.clear).filter(([code]) => !found.has(code));
  if (passed.length === 0) return null;
  return h(
    'details',
    { class: 'card clear', 'data-testid': 'clear' },
    h('summary', {}, icon('tick'), says.clearChecks(passed.length)),
    h(
      'ul',
      { class: 'plain' },
      passed.map(([, sentence]) => h('li', {}, sentence)),
    ),
  );
}
