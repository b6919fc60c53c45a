import { useEffect, useRef, useState } from 'react';
import { settleDraft } from '../actions/drafts';
import { tell, toast } from '../actions/tell';
import { ask, type KeyDetail, node, type RefusalCode } from '../bridge';
import { type Editable, jsonProblem, toPut } from '../editable';
import { focusOn } from '../focus';
import { shortKey } from '../format';
import { textNow } from '../i18n';
import { MAX_VALUE_BYTES, utf8Bytes } from '../limits';
import { setDraft, useApp } from '../state';
import type { Entry } from './use-entry';

export interface DraftHandle {
  /** What the field shows: the draft, or else the value. */
  text: string;
  dirty: boolean;
  /** The value changed after the draft was begun. */
  overtaken: boolean;
  problem: RefusalCode | null;
  /** The JSON engine's own words, for the tooltip. */
  reason: string | null;
  canSave: boolean;
  edit: (text: string) => void;
  save: () => Promise<void>;
  takeTheirs: () => void;
  keepMine: () => void;
}

/** What the user typed over a value. A change from elsewhere never touches it, and is only reported. */
export function useDraft(entry: KeyDetail, editable: Editable, reload: () => Promise<Entry>): DraftHandle {
  const { key, stamp } = entry;
  const draft = useApp((state) => state.drafts.get(key)) ?? null;
  const [refusal, setRefusal] = useState<RefusalCode | null>(null);
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  const text = draft?.text ?? editable.text;
  const reason = draft && editable.mode === 'json' ? jsonProblem(text) : null;
  const problem = reason ? 'not-json' : (tooLong(draft?.text ?? '', editable) ?? refusal);

  const refuse = (code: RefusalCode): void => {
    const { keys, refusals } = textNow();
    if (isShown.current) setRefusal(code);
    else toast(keys.wasNotSet(shortKey(key), refusals[code]), { bad: true });
  };
  const save = async (): Promise<void> => {
    if (!draft || reason) return;
    // Who has not been shown the newest value yet is shown who was faster.
    const newest = await reload();
    if (draft.stamp === stamp && newest && newest.stamp !== stamp) return;
    const outcome = await ask(node.put(key, toPut(text, editable)));
    if (!outcome.ok) return refuse(outcome.refusal.code);
    tell(outcome, textNow().table.wasSaved(key));
    // The draft goes only once the saved value is there to take its place. What was typed meanwhile is a draft over it.
    settleDraft(key, text, await reload());
  };
  return {
    text,
    dirty: draft !== null,
    overtaken: draft !== null && draft.stamp !== stamp,
    problem,
    reason,
    canSave: draft !== null && problem === null,
    edit: (next) => {
      setRefusal(null);
      const same = next === editable.text && (!draft || draft.stamp === stamp);
      setDraft(key, same ? null : { text: next, stamp: draft?.stamp ?? stamp });
    },
    save,
    takeTheirs: () => {
      setDraft(key, null);
      focusOn('detail-value');
    },
    keepMine: () => {
      setDraft(key, { text, stamp });
      focusOn('detail-value');
    },
  };
}

/** Not all white space and escapes in JSON count: the node decides. */
function tooLong(text: string, { mode }: Editable): 'value-too-long' | null {
  return mode === 'text' && utf8Bytes(text) > MAX_VALUE_BYTES ? 'value-too-long' : null;
}
