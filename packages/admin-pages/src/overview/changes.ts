import type { Account, LoggedEvent, Overview } from '@sallyport/browser';
import { ask, button, type Child, client, fill, h, here, problemLine, TakenBack, when } from '@sallyport/pages/parts';
import { detailOf, eventName, isAccount } from '../activity/events.ts';
import { helpedIn, sentence } from '../activity/feed.ts';
import { addressOf } from '../activity/filter.ts';
import { wholeMinutes } from '../activity/local-time.ts';
import { words as activityWords } from '../activity/words.ts';
import type { IconName } from '../icons.ts';
import { card } from '../parts/card.ts';
import { changedMeanwhile } from '../parts/changed-meanwhile.ts';
import { icon } from '../parts/frame.ts';
import { namesOf, peoplePage, shortText } from '../parts/names.ts';
import { counted } from '../parts/numbers.ts';
import { undoPage } from '../policy/undo.ts';
import { words } from '../words.ts';
import { undoableOf } from './undoable.ts';

const { changes: says } = words.overview;
const { activity } = activityWords;

const DETAILED: ReadonlySet<string> = new Set(['policy.changed', 'account.roles-changed']);

interface ChangesInput {
  readonly me: Account | undefined;
  readonly isPolicyAdministrator: boolean;
  onUndone(said: string): void;
  readonly said?: string | undefined;
}

const SHOWN = 5;

/** The undo of a change of the policy opens its review. An act on many accounts, and a help-in, is one line. */
export async function changesCard(
  { changes, together, helpIns, blocked }: Pick<Overview, 'changes' | 'together' | 'helpIns' | 'blocked'>,
  { me, isPolicyAdministrator, onUndone, said }: ChangesInput,
): Promise<HTMLElement> {
  const shown = changes.slice(0, SHOWN);
  const ofMany = new Map(together.map((one) => [one.id, one]));
  const removedBy = new Map(helpIns.map(({ id, removed }) => [id, removed]));
  const undoable = undoableOf(changes, new Set(ofMany.keys()));
  const ids = shown.flatMap(({ accountId, actor }) => [accountId, isAccount(actor) ? actor : undefined]);
  const names = await namesOf(ids.filter((id) => id !== undefined));
  const shortNames = new Map([...names].map(([id, name]) => [id, shortText(name, me)]));
  const problem = problemLine();
  const news = h('p', { class: 'line-news', role: 'status' }, said);

  function line(event: LoggedEvent): HTMLElement {
    const name = event.accountId === undefined ? undefined : names.get(event.accountId);
    const undo = undoable.has(event) ? undoOf(event) : undefined;
    const version = event.type === 'policy.changed' ? Number(event.detail?.['version']) : 0;
    const what = [eventName(event.type), name].filter((part) => part !== undefined).join(' ');
    const removed = removedBy.get(event.id);
    const element = h(
      'li',
      { 'data-testid': 'change', 'data-type': event.type },
      icon(iconOf(event.type)),
      h(
        'div',
        {},
        h('p', {}, removed === undefined ? sentence(event, shortNames) : helpedIn({ event, removed }, shortNames)),
        h(
          'p',
          {},
          DETAILED.has(event.type) ? [detailOf(event), ' · '] : null,
          when(event.at),
          othersOf(event, ofMany.get(event.id)),
          event.type === 'account.blocked' && ofMany.has(event.id) && blocked > 0 ? undoUnderPeople() : null,
        ),
      ),
      isPolicyAdministrator && version > 1 && undoable.has(event)
        ? h(
            'a',
            {
              class: 'button plain small',
              href: undoPage(version),
              'data-testid': 'undo-policy',
              'aria-label': says.undoOne(what),
            },
            says.undo,
          )
        : null,
      undo === undefined || name === undefined
        ? null
        : button({
            label: says.undo,
            testid: 'undo',
            look: 'plain small',
            attributes: { 'aria-label': says.undoOne(what) },
            run: async () => {
              problem.clear();
              let isStale = false;
              try {
                await ask({
                  title: says.undoTitle(shortText(name, me)),
                  text: h(
                    'div',
                    { class: 'stack tight' },
                    h('p', {}, sentence(event, shortNames), rolesBefore(event), '.'),
                    undoEffect(event),
                    'ended' in (event.detail ?? {}) ? h('p', {}, says.endedStays) : null,
                  ),
                  submit: says.undo,
                  run: async () => {
                    isStale = await changedMeanwhile(undo);
                  },
                });
                element.querySelector('button')?.remove();
                const undone = (isStale ? says.changedSince : says.undone)(shortText(name, me));
                fill(news, undone);
                onUndone(undone);
              } catch (thrown) {
                if (!(thrown instanceof TakenBack)) problem.show(thrown);
              }
            },
          }),
    );
    return element;
  }

  return card({
    title: says.title,
    testid: 'changes',
    look: 'flush w5',
    beside: h('a', { href: here('/admin/activity') }, says.all),
    content:
      shown.length === 0
        ? h('p', { class: 'nothing' }, says.none)
        : [news, problem.element, h('ul', { class: 'lines tight changes' }, shown.map(line))],
  });
}

function othersOf({ at, type, actor }: LoggedEvent, act: Overview['together'][number] | undefined): Child {
  if (act === undefined) return null;
  const others = act.accounts - 1;
  const href = addressOf({ actor, kinds: [], types: [type], ...wholeMinutes(Date.parse(act.since), Date.parse(at)) });
  return [' · ', h('a', { href, 'data-testid': 'others' }, activity.feed.others(others, counted(others)))];
}

/** This page knows only one of the blocked people. */
function undoUnderPeople(): Child {
  return [
    ' · ',
    h('a', { href: peoplePage({ state: 'blocked' }), 'data-testid': 'undo-under-people' }, says.undoUnderPeople),
  ];
}

/** A newer change stays. What a provider gave or took, nobody else undoes. */
function undoOf({ type, accountId, at, detail = {} }: LoggedEvent): (() => Promise<unknown>) | undefined {
  if (accountId === undefined) return undefined;
  if (type === 'account.blocked') return () => client.admin.unblock(accountId, { asOf: at });
  const { from: before, to } = detail;
  if (
    type === 'account.roles-changed' &&
    detail['provider'] === undefined &&
    Array.isArray(before) &&
    Array.isArray(to)
  )
    return () => client.admin.setRoles(accountId, before.map(String), { from: to.map(String) });
  return undefined;
}

function rolesBefore(event: LoggedEvent): string {
  const told = event.type === 'account.roles-changed' ? detailOf(event) : undefined;
  return told === undefined ? '' : `: ${told}`;
}

function undoEffect({ type, detail }: LoggedEvent): HTMLElement | null {
  if (type !== 'account.blocked') return null;
  const reason = String(detail?.['reason'] ?? '');
  return h('p', {}, says.blockedBecause(reason), ' ', words.people.unblockText);
}

function iconOf(type: string): IconName {
  const [about] = type.split('.');
  if (about === 'policy') return 'policy';
  if (type === 'account.blocked') return 'none';
  if (about === 'account' || about === 'external-id') return 'people';
  return about === 'invitation' ? 'mail' : 'key';
}
