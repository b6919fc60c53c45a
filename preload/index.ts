import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { Change, Command, NodeApi } from './contract/api';

const api: NodeApi = {
  status: () => ipcRenderer.invoke('byr:status'),
  page: (query) => ipcRenderer.invoke('byr:page', query),
  entry: (key, whole) => ipcRenderer.invoke('byr:entry', key, whole),
  events: (limit) => ipcRenderer.invoke('byr:events', limit),
  put: (key, value) => ipcRenderer.invoke('byr:put', key, value),
  remove: (key) => ipcRenderer.invoke('byr:remove', key),
  putBack: (key, stamp) => ipcRenderer.invoke('byr:putBack', key, stamp),
  restamp: () => ipcRenderer.invoke('byr:restamp'),
  checkPeer: (peer) => ipcRenderer.invoke('byr:checkPeer', peer),
  addPeer: (peer) => ipcRenderer.invoke('byr:addPeer', peer),
  invite: (first) => ipcRenderer.invoke('byr:invite', first),
  acceptInvitation: (question) => ipcRenderer.invoke('byr:acceptInvitation', question),
  acceptInNewNode: (question) => ipcRenderer.invoke('byr:acceptInNewNode', question),
  declineInvitation: (question) => ipcRenderer.invoke('byr:declineInvitation', question),
  removePeer: (id) => ipcRenderer.invoke('byr:removePeer', id),
  retryPeer: (id) => ipcRenderer.invoke('byr:retryPeer', id),
  setPaused: (id, paused) => ipcRenderer.invoke('byr:setPaused', id, paused),
  keepPeer: (id) => ipcRenderer.invoke('byr:keepPeer', id),
  forgetPeers: (ids) => ipcRenderer.invoke('byr:forgetPeers', ids),
  recallPeers: (ids) => ipcRenderer.invoke('byr:recallPeers', ids),
  rename: (name) => ipcRenderer.invoke('byr:rename', name),
  setAcknowledge: (acknowledge) => ipcRenderer.invoke('byr:setAcknowledge', acknowledge),
  setNearby: (on) => ipcRenderer.invoke('byr:setNearby', on),
  networkKey: () => ipcRenderer.invoke('byr:networkKey'),
  drawNetworkKey: () => ipcRenderer.invoke('byr:drawNetworkKey'),
  setNetworkKey: (key) => ipcRenderer.invoke('byr:setNetworkKey', key),
  dismissRescue: () => ipcRenderer.invoke('byr:dismissRescue'),
  setLanguage: (language) => ipcRenderer.invoke('byr:setLanguage', language),
  checkForUpdate: (address) => ipcRenderer.invoke('byr:checkForUpdate', address),
  downloadUpdate: () => ipcRenderer.invoke('byr:downloadUpdate'),
  installUpdate: () => ipcRenderer.invoke('byr:installUpdate'),
  newNode: () => ipcRenderer.invoke('byr:newNode'),
  backups: () => ipcRenderer.invoke('byr:backups'),
  backUp: () => ipcRenderer.invoke('byr:backUp'),
  verifyBackup: (id) => ipcRenderer.invoke('byr:verifyBackup', id),
  previewRestore: (id) => ipcRenderer.invoke('byr:previewRestore', id),
  restoreBackup: (id) => ipcRenderer.invoke('byr:restoreBackup', id),
  putBackBackup: (id) => ipcRenderer.invoke('byr:putBackBackup', id),
  restoreAsNew: (id) => ipcRenderer.invoke('byr:restoreAsNew', id),
  cancelWork: () => ipcRenderer.invoke('byr:cancelWork'),
  chooseBackup: () => ipcRenderer.invoke('byr:chooseBackup'),
  openedBackup: () => ipcRenderer.invoke('byr:openedBackup'),
  openBackupFolder: () => ipcRenderer.invoke('byr:openBackupFolder'),
  chooseBackupFolder: () => ipcRenderer.invoke('byr:chooseBackupFolder'),
  resetBackupFolder: () => ipcRenderer.invoke('byr:resetBackupFolder'),
  setBackupMinutes: (minutes) => ipcRenderer.invoke('byr:setBackupMinutes', minutes),
  exportKeys: () => ipcRenderer.invoke('byr:exportKeys'),
  chooseKeys: () => ipcRenderer.invoke('byr:chooseKeys'),
  checkKeys: () => ipcRenderer.invoke('byr:checkKeys'),
  importKeys: () => ipcRenderer.invoke('byr:importKeys'),
  copy: (text) => ipcRenderer.invoke('byr:copy', text),
  onChange: (listener) => subscribe<Change>('byr:change', listener),
  onCommand: (listener) => subscribe<Command>('byr:command', listener),
};

contextBridge.exposeInMainWorld('byr', api);

/** Hands over what the main process sends, and not the event, which would hand over the channel. */
function subscribe<T>(channel: string, listener: (value: T) => void): () => void {
  const receive = (_: IpcRendererEvent, value: T): void => listener(value);
  ipcRenderer.on(channel, receive);
  return () => ipcRenderer.off(channel, receive);
}
