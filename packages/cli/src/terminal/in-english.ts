import en from 'zod/v4/locales/en.js';

/** The small zod has no messages of its own. */
export const IN_ENGLISH: { readonly error: ReturnType<typeof en>['localeError'] } = { error: en().localeError };
