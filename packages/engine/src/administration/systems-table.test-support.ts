import { hash as bcryptHash } from '@node-rs/bcrypt';
import { isRefusal } from '@sallyport/engine';
import { Client, type Embedded, embedded, PASSWORD } from '../embedded.test-support.ts';
import { PEPPERS } from '../kernel/passwords/formats/stored-with-pepper.test-support.ts';
import { imports, SINGLE, showsPasskey } from './import-people.test-support.ts';
import type {
  StoredApp,
  StoredCodes,
  StoredFactors,
  StoredPasskey,
  StoredPassword,
} from './systems-installed.test-support.ts';

/** The result for one stored factor. */
export type Cell = 'signs in' | `refused: ${string}` | `accepted and dead: ${string}`;

const IDENTIFIER = 'ada@example.org';
const BCRYPT = await bcryptHash(PASSWORD, { cost: 4 });
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** Imports one row into a new world, and lets its owner sign in. */
async function cellOf(world: Embedded, row: object, signsIn: (client: Client) => Promise<unknown>): Promise<Cell> {
  try {
    const [report] = await imports(world, [{ identifier: IDENTIFIER, ...row }]);
    if (report?.outcome === 'refused')
      return `refused: ${report.errors.map(({ message }) => message).join('; ') || report.refused}`;
    if (report?.outcome !== 'imported' || report.leftOut.length > 0)
      return `accepted and dead: ${JSON.stringify(report)}`;
    const answered = await signsIn(new Client(world));
    return answered === 'complete' ? 'signs in' : `accepted and dead: ${String(answered)}`;
  } finally {
    await world.auth.close();
  }
}

async function begins(world: Embedded, { caller }: Client, password: string): Promise<string> {
  const given = await world.auth.signIn.begin(caller, { identifier: IDENTIFIER, password });
  return isRefusal(given) ? given.refused : given.answer.status;
}

async function passwordCell({ password, passwordHash, passwordFormat }: StoredPassword): Promise<Cell> {
  const world = await embedded({ policy: SINGLE, passwordHashing: { memoryCost: 8, timeCost: 1, peppers: PEPPERS } });
  return cellOf(world, { passwordHash, passwordFormat }, async (client) => {
    const wrong = await begins(world, client, `${password}.`);
    return wrong === 'invalid-credentials' ? begins(world, client, password) : `a wrong password is ${wrong}`;
  });
}

async function codeCell(world: Embedded, row: object, method: 'totp' | 'backup-code', code: string): Promise<Cell> {
  return cellOf(world, { passwordHash: BCRYPT, ...row }, async (client) => {
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: IDENTIFIER, password: PASSWORD }));
    const given = await world.auth.signIn.code(client.caller, method, { code });
    return isRefusal(given) ? given.refused : given.answer.status;
  });
}

async function appCell({ totp, code, at }: StoredApp): Promise<Cell> {
  const world = await embedded();
  world.now = at;
  return codeCell(world, { totp }, 'totp', code);
}

async function codesCell({ codes, code }: StoredCodes): Promise<Cell> {
  return codeCell(await embedded(), { totp: { secret: SECRET }, backupCodes: codes }, 'backup-code', code);
}

async function passkeyCell({ row, key }: StoredPasskey): Promise<Cell> {
  const world = await embedded({ policy: SINGLE });
  return cellOf(world, { passkeys: [row] }, async (client) => {
    const shown = await showsPasskey(world, client, key);
    return 'answer' in shown ? shown.answer.status : shown.refused;
  });
}

interface Row {
  readonly system: string;
  readonly cells: Readonly<Record<Column, ReadonlyMap<string, Cell>>>;
}
type Column = keyof StoredFactors;
const COLUMNS: readonly Column[] = ['passwords', 'apps', 'codes', 'passkeys'];

/** Tries everything stored. Each cell has the stored forms of a system with their results. */
export async function triedOf(stored: readonly StoredFactors[]): Promise<readonly Row[]> {
  const rows = new Map<string, Record<Column, Map<string, Cell>>>();
  const puts = (column: Column, system: string, form: string, cell: Cell): void => {
    const row = rows.get(system) ?? { passwords: new Map(), apps: new Map(), codes: new Map(), passkeys: new Map() };
    row[column].set(form, cell);
    rows.set(system, row);
  };
  for (const { passwords, apps, codes, passkeys } of stored) {
    for (const one of passwords) puts('passwords', one.system, one.form, await passwordCell(one));
    for (const one of apps) puts('apps', one.system, one.form, await appCell(one));
    for (const one of codes) puts('codes', one.system, one.form, await codesCell(one));
    for (const one of passkeys) puts('passkeys', one.system, one.form, await passkeyCell(one));
  }
  return Array.from(rows, ([system, cells]) => ({ system, cells })).sort((a, b) =>
    a.system.localeCompare(b.system, 'en'),
  );
}

/** The table in Markdown. A cell names its forms only if their results differ. */
export function tableOf(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['System', 'password', 'app', 'backup codes', 'passkey']),
    line(Array(5).fill('---')),
    ...rows.map(({ system, cells }) => line([system, ...COLUMNS.map((column) => textOf(cells[column]))])),
  ].join('\n');
}

function textOf(cell: ReadonlyMap<string, Cell>): string {
  const results = new Set(cell.values());
  const [only = '—'] = results;
  if (results.size < 2) return only;
  const parts = Array.from(results, (result) => {
    const forms = [...cell].filter(([, other]) => other === result).map(([form]) => form);
    return result === 'signs in' ? result : `${forms.join(', ')}: ${result}`;
  });
  return parts.sort((a) => (a === 'signs in' ? -1 : 1)).join('; ');
}
