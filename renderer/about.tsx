import type { ReactElement } from 'react';
import type { Status } from './bridge';
import { useText } from './i18n';
import { SavingChoice } from './saving/saving-choice';
import { setApp } from './state';
import { CopyButton } from './ui/copy-button';
import { Dialog } from './ui/dialog';
import { Fact } from './ui/fact';
import { Updates } from './updates/updates';

/** Where the data is kept, and what to mention when asking for help. */
export function About({ status }: { status: Status }): ReactElement {
  const text = useText();
  const words = text.about;
  return (
    <Dialog title={words.title} onClose={() => setApp({ panel: null })}>
      <dl className="facts">
        <Fact name={words.folder}>
          <Copied name={words.folder} value={status.profile} />
        </Fact>
        <Fact name={words.id}>
          <Copied name={words.id} value={status.id} />
        </Fact>
        <Fact name={words.rule}>{status.rule === 'first' ? words.first : words.latest}</Fact>
        <Fact name={words.version}>{status.version}</Fact>
      </dl>
      <SavingChoice acknowledge={status.disk.acknowledge} />
      <Updates updates={status.updates} />
    </Dialog>
  );
}

function Copied({ name, value }: { name: string; value: string }): ReactElement {
  return (
    <>
      <span className="mono">{value}</span>
      <CopyButton className="bare" value={value} what={name} />
    </>
  );
}
