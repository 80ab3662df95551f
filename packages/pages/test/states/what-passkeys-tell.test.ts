import { chromiumForThisFile, chromiumHere, newcomerAt, ownerAt } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('what passkeys tell of themselves, in Chromium', () => {
  const chromium = chromiumForThisFile();
  const desk = chromium.at(app);

  it.each([
    ['that stays on its device', {}, 'on one device or key only', 'pop', true],
    ['that may be synced', { defaultBackupEligibility: true }, 'synced across devices', 'swk', false],
    [
      'that is synced',
      { defaultBackupEligibility: true, defaultBackupState: true },
      'synced across devices',
      'swk',
      false,
    ],
  ])('P6, X15 a passkey %s is shown, and vouched for, as what it is', async (_, traits, kind, word, deviceBound) => {
    const seat = await desk.sitDown(traits);
    await newcomerAt(seat, app);
    await seat.registersPasskey();
    expect(await seat.page.getByTestId('passkey').textContent()).toContain(kind);
    await seat.signsInAlone();
    expect(await seat.session()).toMatchObject({ amr: [word, 'user', 'mfa'] });
    expect((await seat.account()).factors.passkeys).toMatchObject([{ deviceBound }]);
  });

  it('X15 a passkey that is no longer backed up signs in; one that was never to be and now may be does not', async () => {
    const synced = await desk.sitDown({ defaultBackupEligibility: true, defaultBackupState: true });
    await ownerAt(synced, app);
    await synced.authenticator.saysOfItsPasskey({ backupState: false });
    await synced.signsInAlone();

    const bound = await desk.sitDown();
    await ownerAt(bound, app);
    await bound.authenticator.saysOfItsPasskey({ backupEligibility: true });
    const refused = await bound.isAnswered('/sign-in/passkey', () => bound.usesPasskeyAlone());
    expect(refused).toMatchObject({ status: 401, code: 'invalid-credentials' });
    expect(await bound.says()).not.toBe('');
    expect(await bound.statusOf('/app/reports')).toBe(401);
  });
});
