import { inCi } from '@sallyport/test-support/how-much';

/** The width of a test's page. */
export type Width = keyof typeof widths;

export const widths = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1280, height: 900 } },
} as const;

/** For tests on both widths. The accessibility tests examine both widths in every run. */
export const eachWidth: readonly Width[] = inCi<readonly Width[]>(['phone', 'desktop'], ['phone']);
