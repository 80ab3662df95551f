import { isProblem } from '@sallyport/browser';
import { client } from '@sallyport/pages/parts';
import { codeAuthor, namesText } from '../parts/names.ts';
import { words } from './words.ts';

const known = new Map<string, Promise<string>>();

export function authorName(id: string): Promise<string> {
  const name = known.get(id) ?? nameOf(id);
  known.set(id, name);
  return name;
}

async function nameOf(id: string): Promise<string> {
  const code = codeAuthor(id);
  if (code !== undefined) return code;
  try {
    return namesText(await client.admin.account(id));
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'not-found') return words.policy.deletedAccount(id.slice(0, 6));
    known.delete(id);
    return id;
  }
}
