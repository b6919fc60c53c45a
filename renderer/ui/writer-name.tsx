import type { ReactElement } from 'react';
import type { Writer } from '../bridge';
import { type Text, useText } from '../i18n';

export function writerWords(writer: Writer, text: Text): string {
  return writer.script ? text.table.script(writer.name) : writer.name;
}

export function WriterName({ writer }: { writer: Writer }): ReactElement {
  const words = writerWords(writer, useText());
  return (
    <span className="cut" dir="auto" title={words}>
      {words}
    </span>
  );
}
