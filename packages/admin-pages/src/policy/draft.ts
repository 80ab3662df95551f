import type { PolicyDocument, PolicyVersion } from '@sallyport/browser';
import { DRAFTS } from '@sallyport/pages/parts';
import { type Change, changesOf, isEqual, type Path, writeAt } from './document.ts';

/** The browser keeps the draft until the person saves or discards it. */
export interface Draft {
  readonly base: PolicyVersion;
  policy(): PolicyDocument;
  changes(): readonly Change[];
  /** May be no JSON while the person types. */
  text(): string;
  /** If not, `policy` is the last text with a JSON object. */
  isJson(): boolean;
  since(): string | undefined;
  edit(path: Path, value: unknown): void;
  replace(policy: PolicyDocument): void;
  write(text: string): void;
  note(): string;
  keepNote(note: string): void;
  /** Another tab may have forgotten or replaced the kept draft. */
  keepAgain(): void;
  discard(): void;
  listen(run: () => void): void;
}

export interface KeptDraft {
  readonly version: number;
  readonly base: PolicyDocument;
  readonly policy: PolicyDocument;
  readonly text?: string;
  readonly note?: string;
  readonly since: string;
}

export interface DraftShelf {
  take(): KeptDraft | undefined;
  keep(draft: KeptDraft | undefined): void;
}

/** @param owner the account id: each person has a shelf */
export function browserShelf(owner: string): DraftShelf {
  const key = DRAFTS + owner;
  return {
    take: () => {
      try {
        return keptIn(localStorage.getItem(key));
      } catch {
        return undefined;
      }
    },
    keep: (draft) => {
      try {
        if (draft === undefined) localStorage.removeItem(key);
        else localStorage.setItem(key, JSON.stringify(draft));
      } catch {
        // A browser that keeps nothing still has the draft until the page is left.
      }
    },
  };
}

export function openDraft(base: PolicyVersion, shelf: DraftShelf, kept: KeptDraft | undefined): Draft {
  const listeners: (() => void)[] = [];
  let policy = kept?.policy ?? base.policy;
  let text = kept?.text ?? textOf(policy);
  let since = kept?.since;
  let note = kept?.note ?? '';
  let keptHere = kept;
  let changes = changesOf(base.policy, policy);

  function update(): void {
    changes = changesOf(base.policy, policy);
    const isDraft = changes.length > 0 || parsePolicy(text) === undefined;
    since = isDraft ? (since ?? new Date().toISOString()) : undefined;
    if (!isDraft) note = '';
    keep();
    for (const run of listeners) run();
  }

  function keep(): void {
    const { version } = base;
    const unfinished = parsePolicy(text) === undefined ? { text } : {};
    if (since !== undefined) {
      keptHere = { version, base: base.policy, policy, note, since, ...unfinished };
      shelf.keep(keptHere);
      return;
    }
    // Another tab's draft stays, and so do its changes of the same draft.
    if (keptHere !== undefined && isSameDraft(shelf.take(), keptHere)) shelf.keep(undefined);
    keptHere = undefined;
  }

  function replace(next: PolicyDocument): void {
    policy = next;
    text = textOf(next);
    update();
  }

  return {
    base,
    policy: () => policy,
    changes: () => changes,
    text: () => text,
    isJson: () => parsePolicy(text) !== undefined,
    since: () => since,
    edit: (path, value) => replace(writeAt(policy, path, value)),
    replace,
    write: (typed) => {
      text = typed;
      policy = parsePolicy(typed) ?? policy;
      update();
    },
    note: () => note,
    keepNote: (typed) => {
      note = typed;
      keep();
    },
    keepAgain: keep,
    discard: () => replace(base.policy),
    listen: (run) => void listeners.push(run),
  };
}

function isSameDraft(one: KeptDraft | undefined, other: KeptDraft): boolean {
  return one?.since === other.since && isEqual(one.policy, other.policy);
}

export function textOf(policy: PolicyDocument): string {
  return JSON.stringify(policy, null, 2);
}

/** The server checks the policy itself. */
export function parsePolicy(text: string): PolicyDocument | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isDocument(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function keptIn(text: string | null): KeptDraft | undefined {
  const kept = text === null ? undefined : parsePolicy(text);
  if (kept === undefined) return undefined;
  const { version, base, policy, since, note, text: unfinished } = kept;
  if (typeof version !== 'number' || !isDocument(base) || !isDocument(policy) || typeof since !== 'string') {
    return undefined;
  }
  return {
    version,
    base,
    policy,
    since,
    ...(typeof note === 'string' ? { note } : {}),
    ...(typeof unfinished === 'string' ? { text: unfinished } : {}),
  };
}

function isDocument(value: unknown): value is PolicyDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Under the rules of its base, a draft goes on, whatever the number of the version. */
export function onPresent(kept: KeptDraft | undefined, current: PolicyVersion): KeptDraft | undefined {
  return kept !== undefined && isEqual(kept.base, current.policy) ? { ...kept, version: current.version } : kept;
}

export function isStale(kept: KeptDraft, current: PolicyVersion): boolean {
  return kept.version !== current.version && !isEqual(kept.policy, current.policy);
}
