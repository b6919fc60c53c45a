import { type ReactElement, useEffect, useRef } from 'react';
import { cancelFileWork, closeImport, startImport } from '../actions/keys-file';
import type { KeysCheck, Rule, Status } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { type Importing, useApp } from '../state';
import { Counts } from '../ui/counts';
import { Dialog } from '../ui/dialog';
import { ProgressBar } from '../ui/progress-bar';
import { Done, NotDone } from '../ui/result';
import { Why } from '../ui/why';
import { checkLines, objection, refusedWords } from './keys-file-words';

/** Imports a file of keys, step by step: what it would do, the progress, the result. */
export function ImportKeys({ status }: { status: Status }): ReactElement | null {
  const words = useText().keysFile;
  const importing = useApp((state) => state.importing);
  if (importing === null) return null;
  return (
    <Dialog title={words.title} onClose={closeImport}>
      <p className="quiet" dir="auto">
        {importing.name}
      </p>
      <div className="restore" data-testid="import" data-step={importing.step.at}>
        <Step importing={importing} status={status} />
      </div>
      <Actions key={importing.step.at} importing={importing} rule={status.rule} />
    </Dialog>
  );
}

function Step({ importing: { step }, status }: { importing: Importing; status: Status }): ReactElement {
  const text = useText();
  const words = text.keysFile;
  switch (step.at) {
    case 'working':
      return (
        <>
          <ProgressBar label={words.work[step.kind]} progress={status.work} />
          {step.kind === 'import' && <p className="quiet">{words.stays}</p>}
        </>
      );
    case 'checked':
      return <Checked check={step.check} rule={status.rule} />;
    case 'done':
      return <Done text={step.text} />;
    case 'refused':
      return <NotDone refusal={step.refusal} words={refusedWords(step.refusal, step.kind, text)} />;
  }
}

function Checked({ check, rule }: { check: KeysCheck; rule: Rule }): ReactElement {
  const text = useText();
  const words = text.keysFile;
  const why = objection(check, rule, text);
  if (check.mistakes > 0) return <Mistakes check={check} why={why ?? ''} />;
  return (
    <>
      <Counts lines={checkLines(check, text)} />
      <p>{why ?? (rule === 'first' && check.changedKeys > 0 ? words.first : words.explain)}</p>
    </>
  );
}

function Mistakes({ check: { mistakes, firstMistakes }, why }: { check: KeysCheck; why: string }): ReactElement {
  const text = useText();
  const words = text.keysFile;
  const more = mistakes - firstMistakes.length;
  return (
    <>
      <p className="result bad">
        <Icon name="warning" />
        {why}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls takes the focus, so that keys reach it */}
      <section className="mistakes" tabIndex={0} aria-label={words.firstMistakes}>
        <dl>
          {firstMistakes.map(({ line, why: { code, message } }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a mistake is its place
            <div key={at}>
              <dt>{words.line(line)}</dt>
              <dd>
                <Why message={message}>{text.refusals[code]}</Why>
              </dd>
            </div>
          ))}
        </dl>
      </section>
      {more > 0 && <p className="quiet">{words.more(more)}</p>}
    </>
  );
}

/** The usual action last. They take the focus, as the button that led here is gone. */
function Actions({ importing, rule }: { importing: Importing; rule: Rule }): ReactElement {
  const text = useText();
  const { close, cancel } = text.backups;
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => row.current?.querySelector<HTMLElement>('button:last-child')?.focus(), []);
  const { step } = importing;
  const mayStart = step.at === 'checked' && objection(step.check, rule, text) === null;
  return (
    <div ref={row} className="dialog-actions">
      <button type="button" className="button" onClick={step.at === 'working' ? cancelFileWork : closeImport}>
        {step.at === 'working' || mayStart ? cancel : close}
      </button>
      {mayStart && (
        <button type="button" className="button primary" onClick={() => void startImport(importing)}>
          {text.keysFile.start}
        </button>
      )}
    </div>
  );
}
