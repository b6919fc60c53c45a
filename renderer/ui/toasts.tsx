import type { ReactElement } from 'react';
import { dismiss } from '../actions/tell';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { useApp } from '../state';

/** Outcomes that need more than a glance: refusals, and what can be undone. Also where screen readers hear the rest. */
export function Toasts(): ReactElement {
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
