import type { ReactNode } from 'react';
import { sessionFor } from '../../lib/session.ts';

export default async function Vault(): Promise<ReactNode> {
  await sessionFor('/vault', 'enhanced');
  return <h1>The vault is open</h1>;
}
