import { type ReactElement, type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { markPlace } from '../focus';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { getApp, setApp } from '../state';

interface Props {
  title: string;
  wide?: boolean;
  /** The ids of what is read out with the title as it opens. */
  describedBy?: string;
  onClose: () => void;
  children: ReactNode;
}

/** A modal dialog: the platform keeps the focus inside, closes on Esc and gives the focus back. */
export function Dialog({ title, wide = false, describedBy, onClose, children }: Props): ReactElement {
  const text = useText();
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // Who selects text may let go beside the dialog: that, too, is a click on it.
  const isPressed = useRef(false);
  const clicked = useRef<EventTarget | null>(null);
  useEffect(() => open(ref.current), []);
  useLayoutEffect(() => {
    const dialog = ref.current;
    const refocus = markPlace();
    return () => {
      // One that is taken out of the page while it is open gives no focus back.
      dialog?.close();
      refocus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the backdrop; Esc does the same
    <dialog
      ref={ref}
      className={wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={heading}
      aria-describedby={describedBy}
      // The event comes late: by then, what was taken out of the page may have been opened anew.
      onClose={() => {
        if (ref.current === null) return;
        // It may stay in the page, as that of work which takes its time to end.
        closed(ref.current);
        onClose();
      }}
      onPointerDown={({ target }) => {
        isPressed.current = target === ref.current;
      }}
      // The second click of a double click was not for what took the place of the first one's button, such as Cancel.
      onClickCapture={(event) => {
        if (event.detail > 1 && event.target !== clicked.current) event.stopPropagation();
        clicked.current = event.target;
      }}
      onClick={({ target }) => {
        if (isPressed.current && target === ref.current) ref.current.close();
      }}
    >
      <div className="dialog-body">
        <div className="dialog-head">
          <h2 id={heading}>{title}</h2>
          <button
            type="button"
            className="bare icon-button"
            aria-label={text.detail.close}
            onClick={() => ref.current?.close()}
          >
            <Icon name="cross" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}

/** Returns what is to be done as it leaves the page. */
function open(dialog: HTMLDialogElement | null): (() => void) | undefined {
  if (dialog === null) return;
  dialog.showModal();
  setApp({ dialogs: [...getApp().dialogs, dialog] });
  return () => closed(dialog);
}

function closed(dialog: HTMLDialogElement): void {
  setApp({ dialogs: getApp().dialogs.filter((other) => other !== dialog) });
}
