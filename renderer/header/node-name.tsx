import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { announce } from '../actions/tell';
import { ask, node, type RefusalCode } from '../bridge';
import { focusSoon } from '../focus';
import { useText } from '../i18n';
import { Icon } from '../icons';

/** The name of this node; a click turns it into a field. */
export function NodeName({ name }: { name: string }): ReactElement {
  const text = useText().header;
  const [editing, setEditing] = useState(false);
  if (editing) return <NameField name={name} close={() => setEditing(false)} />;
  return (
    <h1 className="node-name">
      <button
        id="node-name"
        type="button"
        className="bare"
        data-testid="node-name"
        aria-label={`${name}, ${text.rename}`}
        onClick={() => setEditing(true)}
        onKeyDown={(event) => event.key === 'F2' && setEditing(true)}
      >
        {/* As the button's own title, it would be read out after the name that says the same. */}
        <span className="cut" dir="auto" title={`${name}\n${text.rename}`}>
          {name}
        </span>
        <Icon name="pencil" />
      </button>
    </h1>
  );
}

function NameField({ name, close }: { name: string; close: () => void }): ReactElement {
  const text = useText();
  const [draft, setDraft] = useState(name);
  const [error, setError] = useState<RefusalCode | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  const done = (from = document.activeElement): void => {
    close();
    focusSoon('node-name', from);
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const from = document.activeElement;
    if (draft === name) return done();
    // The same words again would not be read out.
    setError(null);
    const outcome = await ask(node.rename(draft));
    if (!outcome.ok) return setError(outcome.refusal.code);
    announce(draft);
    // More may have been typed meanwhile.
    if (input.current?.value === draft) done(from);
  };
  return (
    <form className="node-name" onSubmit={(event) => void save(event)}>
      <h1 className="visually-hidden">{name}</h1>
      <input
        ref={input}
        className="name-field"
        aria-label={text.header.name}
        aria-invalid={error !== null}
        aria-errormessage="name-error"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => draft === name && close()}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          done();
        }}
      />
      <span id="name-error" className={error ? 'name-error' : ''} role="alert">
        {error && text.refusals[error]}
      </span>
    </form>
  );
}
