import type { EventPage, LoggedEvent } from '@sallyport/browser';
import {
  actionForm,
  type Child,
  choice,
  client,
  field,
  fill,
  h,
  linkButton,
  problemLine,
  textOf,
  withStepUp,
} from '@sallyport/pages/parts';
import { words } from '../words.ts';
import { deletedIn, eventTable, SHOWN_OF_ID, shownRows } from './events.ts';

interface Filter {
  readonly account?: string;
  /** The actor's account id, for a list of the actor's acts on other accounts. */
  readonly actor?: string;
  readonly type?: string;
}

/** Number of pages to read at most in a search by actor, because the server can filter the log by target only. */
const PAGES_AT_ONCE = 20;

/** The action log, newest first, page by page, with filters by account and kind. */
export async function actionLog(
  names: ReadonlyMap<string, string>,
  first: Pick<Filter, 'account'>,
): Promise<HTMLElement> {
  const table = h('div', { tabindex: -1 });
  const more = h('div', {});
  const problem = problemLine();
  /** The ids in all shown entries, and the ids of deleted accounts. */
  const [ids, gone] = [new Set<string>(), new Set<string>()];
  const whose = first.account === undefined ? '' : (names.get(first.account) ?? first.account);

  const form = actionForm({
    problem,
    fields: [
      field({
        name: 'event-account',
        label: words.security.events.account,
        hint: words.security.events.everyone,
        attributes: { autocomplete: 'off', list: 'event-accounts', value: whose },
      }),
      choice({ name: 'event-type', label: words.security.events.kind, options: kindOptions() }),
      suggestions('event-accounts', [...names.values()]),
    ],
    submit: words.security.events.show,
    testid: 'filter-events',
    run: async (values) => {
      const account = textOf(values, 'event-account').trim();
      const type = textOf(values, 'event-type');
      await show({
        account: account === '' ? undefined : await idOf(account),
        type: type === '' ? undefined : type,
      });
    },
  });

  /** The id of the account with this identifier. Any other text counts as an id, because the log may still contain a deleted account. */
  async function idOf(identifier: string): Promise<string> {
    const { accounts } = await withStepUp(() => client.admin.accounts({ query: identifier }));
    const account = accounts.find(({ identifiers }) => identifiers.includes(identifier));
    return account?.accountId ?? wholeId(identifier);
  }

  /** The full id for a typed beginning, with or without the log's surrounding text. Returns the typed text without a unique match. */
  function wholeId(written: string): string {
    const [, inside = written] = /\(([^()]*)\)/.exec(written) ?? [];
    const start = inside.replace(/(…|\.{3})$/, '').trim();
    const [only, ...others] = start.length < SHOWN_OF_ID ? [] : [...ids].filter((id) => id.startsWith(start));
    return only === undefined || others.length > 0 ? start : only;
  }

  async function show(filter: Filter, before: readonly LoggedEvent[] = [], cursor?: string): Promise<void> {
    const page = await pageOf(filter, cursor);
    for (const { accountId, actor } of page.events)
      for (const id of [accountId, actor]) if (id !== undefined) ids.add(id);
    for (const id of deletedIn(page.events)) gone.add(id);
    const events = [...before, ...page.events];
    const { next } = page;
    fill(
      table,
      events.length === 0 && Object.values(filter).some((each) => each !== undefined)
        ? h('p', { class: 'card empty', role: 'status', 'data-testid': 'no-match' }, nothingFor(filter))
        : eventTable(events, true, names, gone),
    );
    const { account } = filter;
    fill(
      more,
      next === undefined
        ? null
        : linkButton(words.buttons.showMore, 'more-events', () => showMore(filter, events, next)),
      account === undefined
        ? null
        : linkButton(words.security.events.actsOnOthers, 'acts-on-others', () => showActsOf(account)),
    );
  }

  async function showActsOf(actor: string): Promise<void> {
    try {
      await show({ actor });
      table.focus();
    } catch (thrown) {
      problem.show(thrown);
    }
  }

  async function showMore(filter: Filter, before: readonly LoggedEvent[], cursor: string): Promise<void> {
    try {
      await show(filter, before, cursor);
      // The pressed link is gone or replaced, so the focus goes to the first new row.
      const row = table.querySelectorAll<HTMLElement>('tbody tr')[shownRows(before)] ?? table;
      row.tabIndex = -1;
      row.focus();
    } catch (thrown) {
      problem.show(thrown);
    }
  }

  await show(first);
  return h(
    'section',
    { class: 'stack' },
    h('h2', {}, words.security.events.log),
    h('div', { class: 'card' }, form),
    table,
    more,
  );
}

/** Reads one page of the log. In a search by actor, reads pages until an entry is found. */
async function pageOf({ actor, ...filter }: Filter, from?: string): Promise<EventPage> {
  const read = (cursor?: string) =>
    withStepUp(() => client.admin.events({ ...filter, ...(cursor === undefined ? {} : { cursor }) }));
  const isTheirs = (event: LoggedEvent): boolean =>
    actor === undefined || (event.actor === actor && event.accountId !== actor);
  let page = await read(from);
  for (let pages = 1; pages < PAGES_AT_ONCE && page.next !== undefined && !page.events.some(isTheirs); pages += 1)
    page = await read(page.next);
  return { ...page, events: page.events.filter(isTheirs) };
}

function nothingFor({ account, actor }: Filter): string {
  const { noActsOnOthers, noMatch, noneOfKind } = words.security.events;
  if (actor !== undefined) return noActsOnOthers;
  return account === undefined ? noneOfKind : noMatch;
}

/** The choices for a field, independent of the filter. */
function suggestions(id: string, values: readonly string[]): HTMLElement {
  return h(
    'datalist',
    { id },
    [...new Set(values)].map((value) => h('option', { value })),
  );
}

/** Kinds of log entries, by the prefixes of the event types. */
const groups = {
  signingIn: ['sign-in', 'step-up', 'session', 'device', 'emergency'],
  accounts: ['account', 'invitation', 'external-id'],
  ways: ['factor', 'two-step', 'passkeys', 'passkey', 'backup-codes', 'backup-code', 'enrollment', 'password'],
  policy: ['policy'],
  vault: ['vault'],
} as const;

/** The options of the kind filter. The first option selects all kinds. */
function kindOptions(): Child {
  return [
    h('option', { value: '' }, words.security.events.everything),
    (Object.keys(groups) as (keyof typeof groups)[]).map((group) =>
      h(
        'optgroup',
        { label: words.security.events.kinds[group] },
        Object.entries(words.events)
          .filter(([type]) => groupOf(type) === group)
          .map(([type, name]) => h('option', { value: type }, name)),
      ),
    ),
  ];
}

function groupOf(type: string): string | undefined {
  const [prefix] = type.split('.');
  return Object.entries(groups).find(([, prefixes]) => prefixes.some((one) => one === prefix))?.[0];
}
