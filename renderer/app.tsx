import { type ReactElement, useEffect } from 'react';
import { About } from './about';
import { Backups } from './backups/backups';
import { Restore } from './backups/restore';
import type { Status } from './bridge';
import { Detail } from './detail/detail';
import { Header } from './header/header';
import { useText } from './i18n';
import { Invite } from './invitation/invite';
import { Join } from './invitation/join';
import { Keys } from './keys/keys';
import { FileProgress } from './keys-file/file-progress';
import { ImportKeys } from './keys-file/import-keys';
import { Network } from './network/network';
import { Peers } from './peers/peers';
import { DiskWarning } from './saving/disk-warning';
import { RescueNotice } from './saving/rescue-notice';
import { ShortcutList } from './shortcuts';
import { setApp, useApp } from './state';
import { Toasts } from './ui/toasts';
import { useShortcuts } from './use-shortcuts';

/** The one window: this node, the database, one key, the peers. */
export function App(): ReactElement | null {
  const status = useApp((state) => state.status);
  const panel = useApp((state) => state.panel);
  useShortcuts();
  useDocumentLanguage();
  useDocumentTitle(status);
  // The node answers within a frame or two; an empty background until then is calmer than words that vanish at once.
  if (!status) return null;
  return (
    <div className="app">
      <Header status={status} />
      {/* In a narrow window the drawer would hide what has the focus. */}
      <main className="main" onFocus={() => setApp({ drawerOpen: false })}>
        <DiskWarning failure={status.disk.failure} />
        <RescueNotice rescue={status.rescue} />
        <Keys status={status} />
        <Detail rule={status.rule} />
      </main>
      <Peers status={status} />
      {panel === 'network' && <Network status={status} />}
      {panel === 'invite' && <Invite status={status} />}
      {panel === 'backups' && <Backups status={status} />}
      <Restore status={status} />
      <ImportKeys status={status} />
      <FileProgress work={status.work} />
      <Join status={status} />
      {panel === 'shortcuts' && <ShortcutList />}
      {panel === 'about' && <About status={status} />}
      <Toasts />
    </div>
  );
}

function useDocumentTitle(status: Status | null): void {
  const title = status ? [status.name, status.port].filter((part) => part !== null).join(' · ') : '';
  useEffect(() => {
    if (title) document.title = `${title} · Build Your Rating`;
  }, [title]);
}

function useDocumentLanguage(): void {
  const { locale } = useText();
  useEffect(() => {
    document.documentElement.lang = locale.slice(0, 2);
  }, [locale]);
}
