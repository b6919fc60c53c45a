import { type KeyboardEvent, type ReactElement, useId, useRef, useState } from 'react';
import { openKey } from '../actions/keys';
import type { NodeEvent } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { moveTo } from '../table/moves';
import { useScrolledInto } from '../ui/use-scrolled-into';
import { When } from '../ui/when';
import { eventWords } from './event-words';
import { useEvents } from './use-events';

/** About how many events the list shows at once. */
const SCREEN = 8;

/** What this node did and met lately. It asks for nothing until opened. */
export function Activity(): ReactElement {
  const text = useText().activity;
  const [open, setOpen] = useState(false);
  const list = useId();
  return (
    <section className="activity">
      <h2>
        <button
          type="button"
          className="bare disclosure"
          data-testid="activity-button"
          aria-expanded={open}
          aria-controls={list}
          onClick={() => setOpen(!open)}
        >
          {text.heading} <Icon name="chevron" />
        </button>
      </h2>
      {open && <EventList id={list} />}
    </section>
  );
}

function EventList({ id }: { id: string }): ReactElement {
  const text = useText().activity;
  const events = useEvents();
  const list = useRef<HTMLOListElement>(null);
  useScrolledInto(list, events !== null);
  return (
    <ol
      ref={list}
      id={id}
      className="events"
      data-testid="events"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard
      tabIndex={0}
      aria-label={text.heading}
      onKeyDown={moveFocus}
    >
      {events?.map((event) => (
        <Item key={event.seq} event={event} />
      ))}
      {events?.length === 0 && <li className="nothing">{text.nothing}</li>}
    </ol>
  );
}

/** One tab stop, with arrow keys between its buttons: a hundred stops would separate the list from what follows it. */
function moveFocus(event: KeyboardEvent<HTMLOListElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const to = moveTo(event.key, at < 0 ? null : at, buttons.length, SCREEN);
  if (to === null) return;
  buttons[to]?.focus();
  event.preventDefault();
}

function Item({ event }: { event: NodeEvent }): ReactElement {
  const text = useText();
  const { key, why, at } = event;
  const words = eventWords(event, text);
  return (
    <li data-testid="event" data-kind={event.kind}>
      <span className={words.tone}>
        <Icon name={words.icon} />
      </span>
      {/* A title of the item, or of the button, would be read out with it; it is English in any language. */}
      <span className="event-text" title={why?.message ?? ''}>
        {key === null ? (
          words.text
        ) : (
          <button type="button" tabIndex={-1} onClick={() => openKey(key)}>
            {words.text}
          </button>
        )}
      </span>
      <span className="quiet">
        <When time={at} />
      </span>
    </li>
  );
}
