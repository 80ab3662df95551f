import { chromiumFlags, findChromium, type Program, realPart } from '@sallyport/workspace/real-parts';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';

/** Absent where there is no Chromium; then the tests that drive it are skipped, loudly, or fail where it is required. */
export const chromiumHere: Program | null = realPart('Chromium', findChromium);

/** One page with a platform authenticator of its own, which verifies whoever sits in front of it. */
export interface Seat {
  readonly page: Page;
  /** Whether a touch is simulated at once; a prompt that waits in the autofill is then answered unasked. */
  touches(atOnce: boolean): Promise<void>;
  /** The passkeys that the authenticator holds. */
  passkeys(): Promise<number>;
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumHere?.path ?? '', args: [...chromiumFlags] });
}

/** A fresh browser profile. Pages have to be on http://localhost: 127.0.0.1 knows no passkeys. */
export async function sitDown(browser: Browser, origin: string): Promise<Seat> {
  const context = await browser.newContext({ baseURL: origin });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const devtools: CDPSession = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    page,
    touches: async (enabled) => {
      await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
    passkeys: async () => (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  };
}
