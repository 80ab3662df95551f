import { type ReactNode, Suspense } from 'react';
import { sessionFor } from '../../lib/session.ts';

export default function Page(): ReactNode {
  return (
    <Suspense fallback={<p>The vault …</p>}>
      <Vault />
    </Suspense>
  );
}

async function Vault(): Promise<ReactNode> {
  await sessionFor('/vault', 'enhanced');
  return <h1>The vault is open</h1>;
}
