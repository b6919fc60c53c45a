import { safeStorage } from 'electron';
import type { Cipher } from '../disk/profile-keys';

/**
 * What the system keeps for this app and this user: the keychain of macOS, a keyring of Linux. `null` where there is none:
 * on Windows, where Chromium keeps the key for it in its own folder, which this app removes at its end; on Linux without a
 * keyring, where Chromium's key is one that everybody knows. Call when the app is ready.
 */
export function systemCipher(): Cipher | null {
  if (process.platform === 'win32' || !safeStorage.isEncryptionAvailable()) return null;
  if (process.platform === 'linux' && backend() === 'basic_text') return null;
  return {
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (bytes) => safeStorage.decryptString(bytes),
  };
}

/** Electron tells since 26; before, encryption is not available where the key is known. */
function backend(): string {
  return safeStorage.getSelectedStorageBackend?.() ?? 'keyring';
}
