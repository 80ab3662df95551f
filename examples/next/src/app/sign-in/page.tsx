import { type ReactNode, Suspense } from 'react';
import { SignIn } from './sign-in.tsx';

interface SignInQuery {
  readonly next?: string;
  readonly strength?: string;
  readonly within?: string;
  readonly in?: string;
}

interface PageProps {
  readonly searchParams: Promise<SignInQuery>;
}

export default function Page({ searchParams }: PageProps): ReactNode {
  return (
    <Suspense>
      <WithQuery searchParams={searchParams} />
    </Suspense>
  );
}

async function WithQuery({ searchParams }: PageProps): Promise<ReactNode> {
  const { next, strength, within, in: organisation } = await searchParams;
  return <SignIn next={next} strength={strength} within={within} organisation={organisation} />;
}
