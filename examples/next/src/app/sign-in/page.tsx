import type { ReactNode } from 'react';
import { SignIn } from './sign-in.tsx';

interface SignInQuery {
  readonly to?: string;
  readonly strength?: string;
}

export default async function Page({ searchParams }: { searchParams: Promise<SignInQuery> }): Promise<ReactNode> {
  const { to = '/', strength } = await searchParams;
  // Only a path of this app is allowed. Otherwise a link from elsewhere could redirect the person to another site.
  return <SignIn to={/^\/[\w-]*$/.test(to) ? to : '/'} strength={strength} />;
}
