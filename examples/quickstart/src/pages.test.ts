import { blockedParts } from '@sallyport/test-support/pages/strict-page';
import { describe, expect, it } from 'vitest';
import { mountedPages } from './pages.ts';

describe('the pages of the demo', () => {
  const everywhere = [true, false].flatMap((ssoDemo) =>
    [
      '/',
      '/mail',
      '/sign-in',
      '/enroll',
      '/account',
      '/vault',
      '/admin',
      '/admin/people',
      '/admin/policy',
      '/admin/activity',
      '/admin/risks',
    ].flatMap((path) => ['en', 'de'].map((language) => [path, language, ssoDemo] as const)),
  );

  it.each(everywhere)('%s works under the strict policy, in %s', (path, acceptLanguage, ssoDemo) => {
    const [reply, ...more] = mountedPages(ssoDemo).flatMap(
      (pages) => pages.answer({ method: 'GET', path, acceptLanguage }) ?? [],
    );
    expect(more).toEqual([]);
    const html = Buffer.from(reply?.body ?? []).toString();
    expect(html).toContain(`<html lang="${acceptLanguage}">`);
    expect(blockedParts(html)).toEqual([]);
  });
});
