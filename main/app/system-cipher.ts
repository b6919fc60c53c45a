import { safeStorage } from 'electron';
import type { Cipher } from '../disk/profile-keys';

/**
 * What the system keeps for this app and this user: the keychain of macOS, a keyring of Linux. `null` if there is none:
 * on Windows, where Chromium keeps the cipher's key in its own folder, which this app removes at its end; on Linux
 * without a keyring, where Chromium uses a key that everybody knows. Call when the app is ready.
 */
export function systemCipher(): Cipher | null {
  if (process.platform === 'win32' || !safeStorage.isEncryptionAvailable()) return null;
  if (process.platform === 'linux' && backend() === 'basic_text') return null;
  return {
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (bytes) => safeStorage.decryptString(bytes),
  };
}

/** Electron reports the backend since 26; before, encryption is unavailable where the key is known. */
function backend(): string {
  return safeStorage.getSelectedStorageBackend?.() ?? 'keyring';
}
