import type { ReactElement } from 'react';
import type { RestorePreview, Rule, Status } from '../bridge';
import { useText } from '../i18n';
import type { Restoring } from '../state';
import { Counts } from '../ui/counts';
import { ProgressBar } from '../ui/progress-bar';
import { Done, NotDone } from '../ui/result';
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
      return <Done text={step.text} />;
    case 'refused':
      return <NotDone refusal={step.refusal} words={refusedWords(step.refusal, step.kind, text)} />;
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
      <Counts lines={previewLines(preview, text)} />
      {preview.newEntries > 0 && <p>{words.merges}</p>}
      {stay > 0 && <p>{rule === 'first' ? words.putBack.never : words.putBack.explain(stay)}</p>}
      {leftOut}
    </>
  );
}
