import type { ReactElement } from 'react';
import { useText } from './i18n';
import { setApp, useApp } from './state';
import { Dialog } from './ui/dialog';

/** All shortcuts, as `?` shows them. Those that change something are left out if the rule forbids changes. */
export function ShortcutList(): ReactElement {
  const words = useText().shortcuts;
  const mac = useApp((state) => state.status?.platform === 'darwin');
  const rule = useApp((state) => state.status?.rule);
  const ctrl = mac ? '⌘' : words.ctrl;
  const editing: [string[][], string][] = [
    [[['F2']], words.edit],
    [[[words.del]], words.remove],
    [[[ctrl, 'Z']], words.undoRemoval],
    [[[ctrl, words.enter]], words.save],
  ];
  const rows: [string[][], string][] = [
    [[[ctrl, 'F']], words.find],
    [[[ctrl, 'K']], words.keyField],
    [[[words.enter]], words.set],
    [[[words.shift, words.enter]], words.newLine],
    [[['↑'], ['↓']], words.move],
    [[[words.home], [words.end]], words.ends],
    [[[words.pageUp], [words.pageDown]], words.screens],
    [[[words.enter]], words.open],
    [[[ctrl, 'C']], words.copy],
    ...(rule === 'first' ? [] : editing),
    [[[words.esc]], words.close],
    [[[ctrl, 'B']], words.backups],
    [[[ctrl, 'I']], words.invite],
    [[[ctrl, 'N']], words.newNode],
    [[['?']], words.list],
  ];
  return (
    <Dialog title={words.title} onClose={() => setApp({ panel: null })}>
      <dl className="shortcuts">
        {rows.map(([keys, label]) => (
          <div key={label + keys.join()}>
            <dt>{label}</dt>
            <dd>
              {keys.map((chord) => (
                <span key={chord.join()} className="chord">
                  {chord.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
