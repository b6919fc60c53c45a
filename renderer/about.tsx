import type { ReactElement, ReactNode } from 'react';
import type { Status } from './bridge';
import { useText } from './i18n';
import { SavingChoice } from './saving/saving-choice';
import { setApp } from './state';
import { CopyButton } from './ui/copy-button';
import { Dialog } from './ui/dialog';
import { Updates } from './updates/updates';

/** Where the data is kept, and what to mention when asking for help. */
export function About({ status }: { status: Status }): ReactElement {
  const text = useText();
  const words = text.about;
  return (
    <Dialog title={words.title} onClose={() => setApp({ panel: null })}>
      <dl className="facts">
        <Fact name={words.folder} copied={status.profile}>
          <span className="mono">{status.profile}</span>
        </Fact>
        <Fact name={words.id} copied={status.id}>
          <span className="mono">{status.id}</span>
        </Fact>
        <Fact name={words.rule}>{status.rule === 'first' ? words.first : words.latest}</Fact>
        <Fact name={words.version}>{status.version}</Fact>
      </dl>
      <SavingChoice acknowledge={status.disk.acknowledge} />
      <Updates updates={status.updates} />
    </Dialog>
  );
}

function Fact({ name, copied, children }: { name: string; copied?: string; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children}
        {copied !== undefined && <CopyButton className="bare" value={copied} />}
      </dd>
    </div>
  );
}
