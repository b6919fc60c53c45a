import type { ReactElement } from 'react';
import type { RestorePreview, Rule, Status } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import type { Restoring } from '../state';
import { ProgressBar } from '../ui/progress-bar';
import { Why } from '../ui/why';
import { isAllHere, previewLines, refusedWords, stayingKeys } from './backup-words';

/** What a step of restoring shows. */
export function RestoreStep({ restoring, status }: { restoring: Restoring; status: Status }): ReactElement {
  const text = useText();
  const words = text.backups;
  const { step } = restoring;
  switch (step.at) {
    case 'asking':
      return <Explanation />;
    case 'working':
      return (
        <>
          <ProgressBar label={words.work[step.kind]} progress={status.work} />
          {step.kind === 'restore' && <p className="quiet">{words.restoring.stays}</p>}
          {step.kind === 'put-back' && <p className="quiet">{words.restoring.putBack.stays}</p>}
        </>
      );
    case 'preview':
      return <Preview preview={step.preview} rule={status.rule} />;
    case 'done':
      return (
        <p className="result ok">
          <Icon name="check" />
          {step.text}
        </p>
      );
    case 'refused': {
      const cancelled = step.refusal.code === 'cancelled';
      return (
        <p className={cancelled ? 'result quiet' : 'result bad'}>
          <Icon name={cancelled ? 'minus' : 'warning'} />
          <Why message={step.refusal.message}>{refusedWords(step.refusal, step.kind, text)}</Why>
        </p>
      );
    }
  }
}

function Explanation(): ReactElement {
  const words = useText().backups.newNetwork;
  return (
    <>
      <p>{words.explain}</p>
      <ul className="points">
        {words.points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </>
  );
}

function Preview({ preview, rule }: { preview: RestorePreview; rule: Rule }): ReactElement {
  const text = useText();
  const words = text.backups.restoring;
  const leftOut = preview.tooNew > 0 && <p className="wait">{words.tooNew(preview.tooNew)}</p>;
  if (isAllHere(preview)) {
    return (
      <>
        <p>{words.nothing}</p>
        {leftOut}
      </>
    );
  }
  const stay = stayingKeys(preview);
  return (
    <>
      <dl className="counts">
        {previewLines(preview, text).map(([n, what]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{n.toLocaleString(text.locale)}</dd>
          </div>
        ))}
      </dl>
      {preview.newEntries > 0 && <p>{words.merges}</p>}
      {stay > 0 && <p>{rule === 'first' ? words.putBack.never : words.putBack.explain(stay)}</p>}
      {leftOut}
    </>
  );
}
