/** How wide the page is that a test looks at. */
export type Width = keyof typeof widths;

export const widths = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1280, height: 900 } },
} as const;

/** For tests of what a person does at either. */
export const eachWidth: readonly Width[] = ['phone', 'desktop'];
