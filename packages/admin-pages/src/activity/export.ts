import type { LoggedEvent } from '@sallyport/browser';
import { button, client, download, fill, h, locale, problemLine, withStepUp } from '@sallyport/pages/parts';
import { icon } from '../parts/frame.ts';
import { type ActivityFilter, queryOf } from './filter.ts';
import { localTime } from './local-time.ts';
import { words } from './words.ts';

const counts = new Intl.NumberFormat(locale);

export interface ExportButtons {
  readonly element: HTMLElement;
  clear(): void;
}

export function exportButtons(filter: () => ActivityFilter): ExportButtons {
  const { export: says } = words.activity;
  const told = h('p', { class: 'hint', role: 'status' });
  const problem = problemLine();
  const exporting = (kind: 'csv' | 'ndjson', run: () => Promise<void>): HTMLButtonElement =>
    button({
      label: [icon('download', 's'), says[kind]],
      testid: `export-${kind}`,
      attributes: { 'aria-label': kind === 'csv' ? says.csvLabel : says.ndjsonLabel },
      run: async () => {
        problem.clear();
        fill(told);
        try {
          await run();
        } catch (thrown) {
          problem.show(thrown);
        }
      },
    });

  async function ndjson(): Promise<void> {
    const query = queryOf(filter());
    const lines: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await withStepUp(() => client.admin.events({ ...query, cursor }));
      lines.push(
        ...page.events.map((event: LoggedEvent) => JSON.stringify({ ...event, names: namesIn(event, page.names) })),
      );
      fill(told, says.reading(counts.format(lines.length)));
      cursor = page.next;
    } while (cursor !== undefined);
    download(`${fileName()}.ndjson`, lines.map((line) => `${line}\n`).join(''), 'application/x-ndjson');
    fill(told, says.done(counts.format(lines.length)));
  }

  const element = h(
    'div',
    { class: 'acts' },
    exporting('csv', async () => (await import('./csv.ts')).downloadCsv(queryOf(filter()), `${fileName()}.csv`)),
    exporting('ndjson', ndjson),
    told,
    problem.element,
  );
  return {
    element,
    clear: () => {
      fill(told);
      problem.clear();
    },
  };
}

function fileName(): string {
  return `${words.activity.export.file}-${localTime(Date.now()).slice(0, 10)}`;
}

function namesIn(
  { accountId, actor }: LoggedEvent,
  names: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const ids = [accountId, actor].filter((id) => id !== undefined && Object.hasOwn(names, id));
  return Object.fromEntries(ids.map((id) => [id, names[String(id)] ?? '']));
}
