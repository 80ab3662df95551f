import { type ReactNode, Suspense } from 'react';
import { sessionFor } from '../lib/session.ts';

export default function Page(): ReactNode {
  return (
    <Suspense>
      <Home />
    </Suspense>
  );
}

async function Home(): Promise<ReactNode> {
  const { accountId, info } = await sessionFor('/');
  return (
    <main>
      <h1>Signed in</h1>
      <p>
        The account {accountId}, at the strength {info.strength}.
      </p>
      <a href="/vault">The vault</a>
    </main>
  );
}
