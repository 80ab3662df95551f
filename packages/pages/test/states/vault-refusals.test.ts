import { randomBytes } from 'node:crypto';
import { chromiumForThisFile, chromiumHere, type Seat } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { OwnVault, secretWay, type VaultDocument } from '@sallyport/example-quickstart/test/vault';
import {
  askToReplaceKey,
  NOTE,
  ownsVaultBySecret,
  shownNote,
  typesSecret,
} from '@sallyport/example-quickstart/test/vault-page';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('a vault that cannot be opened or changed, in Chromium', () => {
  const desk = chromiumForThisFile().at(app);

  /** Opens the page of a closed vault with a master secret. `change` alters the server's answer. */
  async function closedVault(seat: Seat, change: (vault: VaultDocument) => VaultDocument): Promise<void> {
    await ownsVaultBySecret(seat, app);
    await seat.page.route('**/auth/account/vault', async (route) => {
      if (route.request().method() !== 'GET') return route.fallback();
      const response = await route.fetch();
      await route.fulfill({ response, json: change(await response.json()) });
    });
    await seat.page.reload();
    await typesSecret(seat);
  }

  it.each([
    { what: 'of a newer format', first: 2, said: 'made by a newer version of this page' },
    { what: 'that is damaged', first: 0, said: 'Nothing was changed' },
  ])('P21 $what says so, and opens as before once it is itself again', async ({ first, said }) => {
    const seat = await desk.sitDown();
    await closedVault(seat, (vault) => ({
      ...vault,
      envelopes: vault.envelopes.map((envelope) => ({ ...envelope, sealed: beginningWith(first, envelope.sealed) })),
    }));
    expect(await seat.says()).toContain(said);
    await seat.page.unroute('**/auth/account/vault');
    await typesSecret(seat);
    expect(await shownNote(seat)).toBe(NOTE);
  });

  it('N11 that is older than this browser has seen says so, and opens nothing', async () => {
    const seat = await desk.sitDown();
    const seen: VaultDocument[] = [];
    await closedVault(seat, (vault) => {
      seen.push(vault);
      return vault;
    });
    await seat.page.getByTestId('replace-key').click();
    await askToReplaceKey(seat, 'a short walk by the sea');
    await seat.page.getByTestId('news').filter({ hasText: 'new key' }).waitFor();
    const [old] = seen;
    await seat.page.unroute('**/auth/account/vault');
    await seat.page.route('**/auth/account/vault', (route) => route.fulfill({ json: old }));
    await seat.page.reload();
    expect(await seat.says()).toContain('older vault than this browser has seen');
  });

  it('P21 takes no twenty-first way, and says so', async () => {
    const seat = await desk.sitDown();
    const person = await ownsVaultBySecret(seat, app);
    const vault = new OwnVault(person);
    for (let version = 1; version <= 18; version += 1) await vault.adds(secretWay(), version);
    expect(await vault.ways()).toHaveLength(20);
    await seat.page.reload();
    await typesSecret(seat);
    await seat.page.getByTestId('change-secret').click();
    await askToReplaceKey(seat, randomBytes(8).toString('hex'));
    expect(await seat.says()).toContain('At most 20');
    expect(await vault.now()).toMatchObject({ version: 19 });
  });
});

function beginningWith(first: number, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  bytes[0] = first;
  return bytes.toString('base64url');
}
