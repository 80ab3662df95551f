import { MongoServerError } from 'mongodb';
import { MongoStoreError } from '../mongo-store-error.ts';
import { BAD_CREDENTIALS, NO_RIGHTS } from '../server-errors.ts';

export async function tellingRefusals<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (thrown) {
    throw refusalIn(thrown) ?? thrown;
  }
}

/** Does not quote the server's message, which repeats the command. */
function refusalIn(thrown: unknown): MongoStoreError | undefined {
  if (!(thrown instanceof MongoServerError)) return undefined;
  const code = Number(thrown.code);
  const said = `(${code}, ${String(thrown.codeName ?? thrown.name)})`;
  if (BAD_CREDENTIALS.includes(code)) {
    return new MongoStoreError(
      'wrong-credentials',
      `This MongoDB server refuses the user or the password ${said}.`,
      'Give the client the right ones, and the database they are kept in (authSource).',
    );
  }
  if (code !== NO_RIGHTS) return undefined;
  return new MongoStoreError(
    'no-rights',
    `This MongoDB server does not let this user do what the store needs ${said}.`,
    'Sign in as a user who has the roles readWrite and dbAdmin on this database.',
  );
}
