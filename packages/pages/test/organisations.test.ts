import { hostCode } from '@sallyport/engine';
import { faultsOf, faultsOfWords } from '@sallyport/example-quickstart/test/accessibility';
import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { organised, setsUpApp } from '@sallyport/example-quickstart/test/organised';
import { describe, expect, it } from 'vitest';

describe.skipIf(chromiumHere === null)('the organisations of a person, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it('X41 a member sees the organisations, and steps up into a stricter one', async () => {
    const app = await organised();
    await app.founds('acme', { requiredStrength: 'enhanced' });
    await app.founds('plain');
    await app.founds('keys', { methods: ['passkey'] });
    await app.founds('others');
    await app.joins('ada', 'acme', 'finance');
    await app.joins('ada', 'plain', 'owner');
    await app.joins('ada', 'keys');
    const seat = await app.seat(chromium.at(app), 'ada', '/account');
    const { page } = seat;
    const card = page.getByTestId('organisations');
    await card.waitFor();
    expect(await card.getByTestId('organisation-row').count()).toBe(3);
    expect(await card.locator('[data-organisation=keys]').textContent()).toContain(
      'To enter Keys, sign in with a passkey.',
    );
    const acme = card.locator('[data-organisation=acme]');
    expect(await acme.textContent()).toContain('A passkey or an authenticator app is.');
    expect(await acme.textContent()).toContain('finance');
    expect(await acme.getByTestId('manage-organisation').count()).toBe(0);
    const plain = card.locator('[data-organisation=plain]');
    expect(await plain.textContent()).toContain('You can enter.');
    expect(await plain.getByTestId('manage-organisation').getAttribute('href')).toBe('/organisation?in=plain');
    expect(await faultsOf(page)).toEqual([]);

    await acme.getByTestId('enter-organisation').click();
    await setsUpApp(seat, app.shared);
    await page.getByTestId('news').filter({ hasText: 'You can enter Acme now.' }).waitFor();
    expect(await acme.textContent()).toContain('You can enter.');
    expect(await acme.getByTestId('enter-organisation').count()).toBe(0);
    await plain.getByTestId('manage-organisation').click();
    await page.getByTestId('members').waitFor();
  });

  it('X41 says if the session still does not enter after the proof', async () => {
    const app = await organised();
    await app.founds('acme', { requiredStrength: 'enhanced' });
    await app.joins('ada', 'acme', 'finance');
    const seat = await app.seat(chromium.at(app), 'ada', '/account');
    const { page } = seat;
    await page.getByTestId('enter-organisation').waitFor();
    const [refused] = await (await page.request.get('/auth/organisations'))
      .json()
      .then(({ organisations }) => organisations);
    const { demand: _, ...others } = refused;
    await page.route('**/auth/organisations', (route) => route.fulfill({ json: { organisations: [others] } }));
    await page.getByTestId('enter-organisation').click();
    await setsUpApp(seat, app.shared);
    await page.getByTestId('error').filter({ hasText: 'You still can’t enter Acme.' }).waitFor();
    expect(await page.getByTestId('organisation-row').textContent()).toContain(
      'If you can, set it up below. Otherwise ask somebody who manages Acme.',
    );
  });

  it('X41 shows the rest of the page without the list if the list fails', async () => {
    const app = await organised();
    await app.founds('acme');
    await app.joins('ada', 'acme', 'finance');
    const { page } = await app.seat(chromium.at(app), 'ada', '/assets/mark.svg');
    await page.route('**/auth/organisations', (route) => route.fulfill({ status: 503, body: '' }));
    await page.goto('/account');
    await page.getByTestId('overview').waitFor();
    expect(await page.getByTestId('organisations-failed').textContent()).toContain('can’t be shown right now');
    expect(await page.getByTestId('organisations').count()).toBe(0);
    await page.unroute('**/auth/organisations');
    await page.route('**/auth/organisations', (route) => route.abort());
    await page.reload();
    await page.getByTestId('organisations-failed').waitFor();
  });

  it('X41 the list is in German, in words that fit', async () => {
    const app = await organised();
    await app.founds('acme', { requiredStrength: 'enhanced' });
    await app.joins('ada', 'acme', 'owner');
    const { page } = await app.seat(chromium.at(app, { locale: 'de-DE' }), 'ada', '/account');
    expect(await page.getByTestId('organisations').textContent()).toContain('Ihre Organisationen');
    expect(await faultsOfWords(page)).toEqual([]);
  });

  it('X41 the account page has no list for somebody in no organisation, and where the app keeps the members', async () => {
    for (const memberRoles of [undefined, async () => ['finance']]) {
      const app = await organised({ memberRoles });
      await app.founds('acme');
      await app.joins('ben', 'acme', 'finance');
      if (memberRoles === undefined) await app.auth.organisations.remove('acme', { by: hostCode('test') });
      const { page } = await app.seat(chromium.at(app), 'ben', '/account');
      await page.getByTestId('overview').waitFor();
      expect(await page.getByTestId('organisations').count()).toBe(0);
    }
  });

  it('X41 the account page asks for no organisation where the pages have none, and there is no page for owners', async () => {
    const app = await organised({ withoutPages: true });
    await app.founds('acme');
    await app.joins('ada', 'acme', 'owner');
    const { page } = await app.seat(chromium.at(app), 'ada', '/assets/mark.svg');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto('/account', { waitUntil: 'networkidle' });
    await page.getByTestId('overview').waitFor();
    expect(asked).toContain('/auth/account');
    expect(asked.filter((path) => path.includes('organisation'))).toEqual([]);
    expect((await page.request.get('/organisation?in=acme')).status()).toBe(404);
  });

  it('X41 the page for owners asks nothing where the address names no organisation', async () => {
    const app = await organised();
    await app.founds('acme');
    await app.joins('ada', 'acme', 'owner');
    const { page } = await app.seat(chromium.at(app), 'ada', '/assets/mark.svg');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto('/organisation', { waitUntil: 'networkidle' });
    expect(await page.getByTestId('not-permitted').textContent()).toContain('This address names no organisation.');
    expect(asked.filter((path) => path.startsWith('/auth'))).toEqual([]);
  });
});
