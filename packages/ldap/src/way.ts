import type { DirectoryEntry, DirectoryFound, DirectoryIdentity } from '@sallyport/store/providers';

/** How entries are found and their passwords asked. What goes wrong is thrown as it is. */
export interface Way {
  find(identifier: string, signal: AbortSignal): Promise<DirectoryFound>;
  findBySubject?(subject: string, signal: AbortSignal): Promise<DirectoryFound>;
  verify(entry: DirectoryEntry, password: string, signal: AbortSignal): Promise<DirectoryIdentity | undefined>;
  close(): void;
}
