'use client';

import type { ReactNode } from 'react';

/** Shown in place of a page that fails, for example because the store does not answer. */
export default function Failed({ retry }: { readonly retry: () => void }): ReactNode {
  return (
    <main>
      <h1>This page cannot be shown</h1>
      <p role="alert">You are still signed in, and nothing is lost. Try again in a moment.</p>
      <button type="button" onClick={() => retry()}>
        Try again
      </button>
    </main>
  );
}
