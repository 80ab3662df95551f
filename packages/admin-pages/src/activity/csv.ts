import type { EventFilter } from '@sallyport/browser';
import { client, download, forShownAccount, here, pageFetch, withStepUp } from '@sallyport/pages/parts';
import { readableTable } from './readable-table.ts';

export async function downloadCsv(query: EventFilter, name: string): Promise<void> {
  // The request of one page lets the person give a recent proof before the download.
  await withStepUp(() => client.admin.events(query));
  const asked = new URLSearchParams();
  for (const [member, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) asked.append(member, String(each));
  }
  const response = await pageFetch(here(`/auth/admin/events${asked.size === 0 ? '' : `?${asked}`}`), {
    headers: { accept: 'text/csv', ...forShownAccount() },
  });
  if (!response.ok) throw new Error(`The export failed with ${response.status}`);
  // A spreadsheet reads a file without the mark of UTF-8 in another encoding.
  download(name, `\uFEFF${readableTable(await response.text())}`, 'text/csv');
}
