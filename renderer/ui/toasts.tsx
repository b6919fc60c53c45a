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
 * Outcomes that need more than a glance: refusals, and what can be undone. Screen readers hear all others here, too. They
 * are in the open dialog: what lies behind it is neither heard nor reached.
 */
export function Toasts(): ReactElement {
  const dialog = useApp((state) => state.dialogs.at(-1));
  return dialog === undefined ? <Messages /> : createPortal(<Messages />, dialog);
}

function Messages(): ReactElement {
  const text = useText();
  const toasts = useApp((state) => state.toasts);
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
      <Announcements />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only notices who is at the messages */}
      <section
        className="toasts"
        {...(toasts.length > 0 ? { 'aria-label': text.messages } : {})}
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
      </section>
    </>
  );
}

/** A region that came a moment before its words is not noticed yet, and they are not read out. */
const NOTICED_MS = 200;
/** What was said so long before the region came has been read out from the one before. */
const READ_MS = 500;

/**
 * The one part of the page from which what happens is read out. Each sentence has a region of its own: where two share one,
 * or a box stands around the words, screen readers say the first twice, or only the second.
 */
function Announcements(): ReactElement {
  const announcements = useApp((state) => state.announcements);
  const [from, setFrom] = useState(Number.POSITIVE_INFINITY);
  useEffect(() => {
    const first = performance.now() - READ_MS;
    const timer = setTimeout(() => setFrom(first), NOTICED_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="visually-hidden" data-testid="announcements">
      {announcements.map((said, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a region is its place
        <div key={place} aria-live="polite">
          {said && said.at >= from && <span key={said.id}>{said.text}</span>}
        </div>
      ))}
    </div>
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
    const timer = setTimeout(() => dismiss(id), at + SHOWN_MS - performance.now());
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
      <span>{item.text}</span>
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
