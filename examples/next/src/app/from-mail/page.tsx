import { type ReactNode, Suspense } from 'react';
import { FromMail } from './from-mail.tsx';

interface MailedLink {
  readonly kind?: string;
  readonly token?: string;
}

interface PageProps {
  readonly searchParams: Promise<MailedLink>;
}

export default function Page({ searchParams }: PageProps): ReactNode {
  return (
    <Suspense>
      <WithLink searchParams={searchParams} />
    </Suspense>
  );
}

async function WithLink({ searchParams }: PageProps): Promise<ReactNode> {
  const { kind, token = '' } = await searchParams;
  return <FromMail kind={kind} token={token} />;
}
