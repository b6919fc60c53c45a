import type { ReactElement } from 'react';
import { exportKeys, importKeys } from '../actions/keys-file';
import { openNode } from '../actions/new-node';
import { tell } from '../actions/tell';
import { ask, type Language, node, type Status } from '../bridge';
import { useText } from '../i18n';
import { Icon } from '../icons';
import { setApp } from '../state';
import { Menu, type MenuItem } from '../ui/menu';

/** Actions needed now and then. */
export function MoreMenu({ status }: { status: Status }): ReactElement {
  const text = useText();
  const modifier = status.platform === 'darwin' ? '⌘' : `${text.shortcuts.ctrl} `;
  const language = (value: Language, label: string, lang?: string): MenuItem => ({
    label,
    ...(lang ? { lang } : {}),
    checked: status.language === value,
    run: () => void ask(node.setLanguage(value)).then((outcome) => tell(outcome)),
  });
  return (
    <Menu
      label={text.header.more}
      face={<Icon name="dots" className="icon dots" />}
      className="button icon-button"
      groups={[
        {
          items: [
            { label: text.menu.newNode, hint: `${modifier}N`, run: () => void openNode() },
            { label: text.menu.invite, hint: `${modifier}I`, run: () => setApp({ panel: 'invite' }) },
          ],
        },
        {
          items: [
            { label: text.keysFile.import, run: () => void importKeys() },
            { label: text.keysFile.export, run: () => void exportKeys() },
          ],
        },
        {
          label: text.menu.language,
          testId: 'language-menu',
          items: [
            language('system', text.menu.system),
            language('en', 'English', 'en'),
            language('fr', 'Français', 'fr'),
          ],
        },
        {
          items: [
            { label: text.menu.shortcuts, hint: '?', run: () => setApp({ panel: 'shortcuts' }) },
            { label: text.menu.about, run: () => setApp({ panel: 'about' }) },
          ],
        },
      ]}
    />
  );
}
