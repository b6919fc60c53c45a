import { Fragment, type KeyboardEvent, type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import { useMenuPlace } from './menu-place';

export interface MenuItem {
  label: ReactNode;
  hint?: ReactNode;
  /** Given for one of several choices: whether it is the chosen one. */
  checked?: boolean;
  /** BCP 47, if the label is in another language. */
  lang?: string;
  run: () => void;
}

export interface MenuGroup {
  label?: string;
  testId?: string;
  items: readonly MenuItem[];
}

interface Props {
  label: string;
  face: ReactNode;
  className?: string;
  groups: readonly MenuGroup[];
}

/** A button that opens a menu, after the ARIA authoring practices: arrows, Home, End, Esc; Tab closes. */
export function Menu({ label, face, className = 'button', groups }: Props): ReactElement {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    // A user who scrolled away wants to stay there.
    button.current?.focus({ preventScroll: true });
  };
  return (
    <span className="menu-anchor">
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {face}
      </button>
      {open && <Popup label={label} groups={groups} button={button} close={close} drop={() => setOpen(false)} />}
    </span>
  );
}

interface PopupProps {
  label: string;
  groups: readonly MenuGroup[];
  button: React.RefObject<HTMLButtonElement | null>;
  /** Closes and gives the focus back. */
  close: () => void;
  /** Closes and leaves the focus where it is. */
  drop: () => void;
}

function Popup({ label, groups, button, close, drop }: PopupProps): ReactElement {
  const popup = useRef<HTMLDivElement>(null);
  // News must not put another item under the pointer, or the focus, that is about to choose one.
  const [shown] = useState(groups);
  const place = useMenuPlace(popup, button, { close, drop });
  useEffect(() => items(popup.current)[0]?.focus(), []);
  return (
    <div
      ref={popup}
      className="menu"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      style={place}
      onKeyDown={(event) => onMenuKey(event, popup.current, close, drop)}
      onBlur={(event) => {
        const to = event.relatedTarget;
        if (to && to !== button.current && !popup.current?.contains(to)) drop();
      }}
    >
      {shown.map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the groups of a menu never move
        <Fragment key={at}>
          {at > 0 && <hr className="menu-line" />}
          <Group group={group} close={close} />
        </Fragment>
      ))}
    </div>
  );
}

function Group({ group, close }: { group: MenuGroup; close: () => void }): ReactElement {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a menu
    <div role="group" {...(group.label ? { 'aria-label': group.label } : {})} data-testid={group.testId}>
      {group.label && (
        <div className="menu-heading" aria-hidden="true">
          {group.label}
        </div>
      )}
      {group.items.map((item, at) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: the items of a menu never move
          key={at}
          type="button"
          className="menu-item"
          tabIndex={-1}
          {...(item.lang ? { lang: item.lang } : {})}
          role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
          {...(item.checked === undefined ? {} : { 'aria-checked': item.checked })}
          onClick={() => {
            close();
            item.run();
          }}
        >
          <span className="menu-mark" aria-hidden="true">
            {item.checked ? '●' : ''}
          </span>
          <span>{item.label}</span>
          {item.hint && <span className="menu-hint">{item.hint}</span>}
        </button>
      ))}
    </div>
  );
}

function items(menu: HTMLElement | null): HTMLElement[] {
  return menu ? [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')] : [];
}

function onMenuKey(event: KeyboardEvent, menu: HTMLElement | null, close: () => void, drop: () => void): void {
  const all = items(menu);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
  const to = moves[event.key];
  if (event.key === 'Tab') drop();
  if (event.key === 'Escape') close();
  if (to !== undefined) all[(to + all.length) % all.length]?.focus();
  if (to !== undefined || event.key === 'Escape') {
    event.preventDefault();
    event.stopPropagation();
  }
}
