import type { PolicyDocument, PolicyVersion } from '@sallyport/browser';
import { DRAFTS } from '@sallyport/pages/parts';
import { type Change, changesOf, isEqual, type Path, writeAt } from './document.ts';

/** A change of the policy that is not saved yet. The browser keeps the draft until the person saves or discards the draft. */
export interface Draft {
  /** The policy in force, on top of which the draft is. */
  readonly base: PolicyVersion;
  policy(): PolicyDocument;
  /** The changed members. Empty if nothing changed. */
  changes(): readonly Change[];
  /** The text of the draft, as JSON. May be no JSON while the person types. */
  text(): string;
  /** Returns whether the text is a JSON object. If not, `policy` is the last text with a JSON object. */
  isJson(): boolean;
  /** When the person began the draft, in ISO 8601. `undefined` if nothing changed. */
  since(): string | undefined;
  edit(path: Path, value: unknown): void;
  replace(policy: PolicyDocument): void;
  /** Takes a typed text. */
  write(text: string): void;
  /** The note for the history, as typed, or as an undo began it. Empty without a draft. */
  note(): string;
  keepNote(note: string): void;
  /** Keeps the draft in the browser again, because another tab of the person may have forgotten or replaced the kept draft. */
  keepAgain(): void;
  /** Goes back to the policy in force, and forgets the kept draft. */
  discard(): void;
  /** Calls back after each change. */
  listen(run: () => void): void;
}

/** A draft as the browser keeps it. */
export interface KeptDraft {
  readonly version: number;
  readonly base: PolicyDocument;
  readonly policy: PolicyDocument;
  /** A text that is no JSON yet. */
  readonly text?: string;
  readonly note?: string;
  readonly since: string;
}

/** The place of the drafts of one person. */
export interface DraftShelf {
  take(): KeptDraft | undefined;
  keep(draft: KeptDraft | undefined): void;
}

/**
 * The shelf in this browser. Another person at the same browser has another shelf.
 *
 * @param owner the account id of the person
 */
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

/**
 * Opens the draft on top of the policy in force.
 *
 * @param kept the draft that the browser kept, made on top of `base`
 */
export function openDraft(base: PolicyVersion, shelf: DraftShelf, kept: KeptDraft | undefined): Draft {
  const listeners: (() => void)[] = [];
  let policy = kept?.policy ?? base.policy;
  let text = kept?.text ?? textOf(policy);
  let since = kept?.since;
  let note = kept?.note ?? '';
  /** The draft that this page kept last. */
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
    // Another tab's draft stays, and so do another tab's changes of the same draft.
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

/** The text of a policy in the editor. */
export function textOf(policy: PolicyDocument): string {
  return JSON.stringify(policy, null, 2);
}

/** Parses the text as a JSON object. Returns `undefined` for any other text. The server checks the policy itself. */
export function parsePolicy(text: string): PolicyDocument | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isDocument(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Reads a kept draft. Returns `undefined` for a text of another shape. */
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

/** Returns whether a kept draft is based on an earlier version, and differs from the policy in force. */
export function isStale(kept: KeptDraft, current: PolicyVersion): boolean {
  return kept.version !== current.version && !isEqual(kept.policy, current.policy);
}
