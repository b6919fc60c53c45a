import { type ReactElement, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { dismiss, restart } from '../actions/tell';
import { focusOn } from '../focus';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { type Toast, useApp } from '../state';

/** Long enough to read a line and reach its button. */
const SHOWN_MS = 8000;

/**
 * Outcomes that need more than a glance: refusals, and what can be undone. Screen readers hear the others here too.
 * They are in the open dialog: what lies behind it is neither heard nor reached.
 */
export function Toasts(): ReactElement {
  const dialog = useApp((state) => state.dialogs.at(-1));
  return dialog === undefined ? <Messages /> : createPortal(<Messages />, dialog);
}

function Messages(): ReactElement {
  const toasts = useApp((state) => state.toasts);
  const announcement = useApp((state) => state.announcement);
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const cameFrom = useRef<HTMLElement | null>(null);
  const leave = (): void => {
    setFocused(false);
    if (cameFrom.current?.isConnected) cameFrom.current.focus();
    else focusOn('search');
  };
  return (
    <>
      <div className="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </div>
      <div
        className="toasts"
        role="status"
        aria-live="polite"
        // Those that were there already have been read out.
        aria-atomic="false"
        onPointerEnter={() => setPointed(true)}
        onPointerLeave={() => setPointed(false)}
        onFocus={({ relatedTarget }) => {
          if (!focused) cameFrom.current = relatedTarget as HTMLElement | null;
          setFocused(true);
        }}
        onBlur={({ currentTarget, relatedTarget }) => setFocused(currentTarget.contains(relatedTarget))}
      >
        {toasts.map((item) => (
          <Message key={item.id} item={item} held={pointed || focused} leave={leave} />
        ))}
      </div>
    </>
  );
}

interface Props {
  item: Toast;
  /** Whether the user is at them: then they stay. */
  held: boolean;
  /** Returns the focus to where it came from. */
  leave: () => void;
}

function Message({ item, held, leave }: Props): ReactElement {
  const text = useText();
  const { id, at, action } = item;
  const own = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (held) return () => restart(id);
    // A dialog that opens or closes takes it along: that is no reason to begin anew.
    const timer = setTimeout(() => dismiss(id), at + SHOWN_MS - Date.now());
    return () => clearTimeout(timer);
  }, [held, id, at]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it matters only as the message goes
  useLayoutEffect(() => {
    const element = own.current;
    return () => {
      if (element?.contains(document.activeElement)) leave();
    };
  }, []);
  return (
    <div ref={own} className={item.bad ? 'toast bad' : 'toast'}>
      {item.bad && <Icon name="warning" />}
      <span dir="auto">{item.text}</span>
      {action && (
        <button
          type="button"
          className="bare"
          onClick={() => {
            dismiss(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className="bare icon-button" aria-label={text.dismiss} onClick={() => dismiss(id)}>
        <Icon name="cross" />
      </button>
    </div>
  );
}
