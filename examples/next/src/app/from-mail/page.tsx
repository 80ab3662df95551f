import type { ReactNode } from 'react';
import { FromMail } from './from-mail.tsx';

interface MailedLink {
  readonly kind?: string;
  readonly token?: string;
}

export default async function Page({ searchParams }: { searchParams: Promise<MailedLink> }): Promise<ReactNode> {
  const { kind, token = '' } = await searchParams;
  return <FromMail kind={kind} token={token} />;
}
