import type { ReactElement } from 'react';
import { createPortal } from 'react-dom';
import { dismiss } from '../actions/tell';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { useApp } from '../state';

/**
 * Outcomes that need more than a glance: refusals, and what can be undone. Also where screen readers hear the rest. They
 * stand in the dialog that is open: what lies behind one is neither heard nor reached.
 */
export function Toasts(): ReactElement {
  const dialog = useApp((state) => state.dialogs.at(-1));
  return dialog === undefined ? <Messages /> : createPortal(<Messages />, dialog);
}

function Messages(): ReactElement {
  const text = useText();
  const toasts = useApp((state) => state.toasts);
  const announcement = useApp((state) => state.announcement);
  return (
    <>
      <div className="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </div>
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map((item) => (
          <div key={item.id} className={item.bad ? 'toast bad' : 'toast'}>
            {item.bad && <Icon name="warning" />}
            <span dir="auto">{item.text}</span>
            {item.action && (
              <button
                type="button"
                className="bare"
                onClick={() => {
                  dismiss(item.id);
                  item.action?.run();
                }}
              >
                {item.action.label}
              </button>
            )}
            <button
              type="button"
              className="bare icon-button"
              aria-label={text.dismiss}
              onClick={() => dismiss(item.id)}
            >
              <Icon name="cross" />
            </button>
          </div>
        ))}
      </div>
    </>
  );
}
