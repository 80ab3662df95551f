import { blockedParts } from '@sallyport/test-support/pages/strict-page';
import { describe, expect, it } from 'vitest';
import { adminPages } from './index.ts';

describe('the pages of administrators', () => {
  const everywhere = ['/admin', '/admin/people', '/admin/policy', '/admin/activity', '/admin/risks'].flatMap((path) =>
    ['en', 'de'].map((language) => [path, language] as const),
  );

  it.each(everywhere)('%s works under the strict policy, in %s', (path, language) => {
    const reply = adminPages().answer({ method: 'GET', path, acceptLanguage: language });
    const html = Buffer.from(reply?.body ?? []).toString();
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(`<a href="${path}" aria-current="page">`);
    expect(blockedParts(html)).toEqual([]);
  });
});
