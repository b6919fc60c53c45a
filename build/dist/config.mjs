import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../setup/run.mjs';

/** Where packages go, and what electron-builder takes icons from. */
export const folders = { packages: 'out/dist', resources: 'out/icons' };
/** The third-party licences. */
export const notices = 'out/THIRD-PARTY-NOTICES.txt';

/** A node's data is where main/config.ts says; a package holds none of it, and no uninstaller touches it. */
const scripts = { afterInstall: 'build/deb/after-install.tpl', afterRemove: 'build/deb/after-remove.tpl' };

/** What Electron needs on Debian and its derivatives; Debian 13 and Ubuntu 24.04 still know all by these names. */
const depends = [
  ...['libasound2', 'libatspi2.0-0', 'libgbm1', 'libgtk-3-0', 'libnotify4', 'libnss3', 'libxss1', 'libxtst6'],
  'xdg-utils',
];

/** The built app and, of the one unbundled package, only what runs on the target system. */
const files = [
  'out/{main,preload,renderer}/**',
  '!**/*.map',
  '!out/*/licenses.json',
  '!**/node_modules/**/{deps,*.cc,*.c,*.h,*.gyp,*.md,dist/**/*.ts}',
  `!**/node_modules/**/prebuilds/!(\${platform}-*)`,
  // For a C library that no Electron runs on.
  '!**/*.musl.node',
  `!**/node_modules/**/prebuilds/linux-!(\${arch})`,
];

/** byr is in the app's resources: the app's own executable runs it as a plain Node. */
const byr = (/** @type {string} */ from, /** @type {string} */ to) => [{ from: `build/byr/${from}`, to }];

/**
 * @param {import('./stand-in.mjs').StandIn | null} standIn what is made with one is marked as a test build
 * @returns {import('electron-builder').Configuration}
 */
export function configuration(standIn) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return {
    appId: 'app.build-your-rating',
    productName: 'Build Your Rating',
    copyright: 'Copyright © 2026 Build Your Rating contributors',
    directories: { output: folders.packages, buildResources: folders.resources },
    files,
    // Beside those of Electron and Chromium.
    extraFiles: [
      { from: 'LICENSE', to: 'LICENSE.txt' },
      { from: notices, to: 'THIRD-PARTY-NOTICES.txt' },
    ],
    asarUnpack: ['**/*.node'],
    // The only native module brings its prebuilds.
    npmRebuild: false,
    extraMetadata: { version: standIn ? `${version}-test` : version, homepage: 'https://build-your-rating.invalid' },
    ...runtime(standIn),
    electronLanguages: ['en-US', 'fr'],
    electronFuses: {
      // For byr. Anyone who can set this app's environment can run any program as its user anyway.
      runAsNode: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      resetAdHocDarwinSignature: true,
    },
    artifactName: `\${name}-\${version}-\${os}-\${arch}.\${ext}`,
    protocols: [{ name: 'Build Your Rating', schemes: ['byr'] }],
    fileAssociations: [
      {
        ext: 'byr',
        name: 'Build Your Rating backup',
        description: 'Build Your Rating backup',
        mimeType: 'application/x-build-your-rating-backup',
        role: 'Viewer',
      },
    ],
    // Only for the feed's file, latest*.yml, which goes beside the packages on any web server; users give its address.
    publish: { provider: 'generic', url: 'https://build-your-rating.invalid' },
    linux: {
      executableName: 'build-your-rating',
      category: 'Network',
      syncDesktopName: true,
      extraResources: [...byr('byr-linux', 'byr'), { from: `${folders.resources}/icons/128x128.png`, to: 'icon.png' }],
    },
    deb: {
      ...scripts,
      depends,
      // Keeps a network key readable by its user alone.
      recommends: ['libsecret-1-0'],
      packageCategory: 'net',
      compression: standIn ? 'zst' : 'xz',
      fpm: [
        'build/deb/byr=/usr/bin/byr',
        'build/deb/build-your-rating=/usr/bin/build-your-rating',
        'LICENSE=/usr/share/doc/build-your-rating/copyright',
      ],
    },
    // The version that needs no FUSE library and keeps the sandbox on.
    toolsets: { appimage: '1.0.3' },
    // Without a version in its name, an update replaces the file: what refers to it, such as byr, still finds it.
    appImage: { artifactName: `\${name}-\${os}-\${arch}.\${ext}` },
    win: { extraResources: byr('byr.cmd', 'byr.cmd') },
    nsis: {
      oneClick: true,
      perMachine: false,
      deleteAppDataOnUninstall: false,
      installerLanguages: ['en_US', 'fr_FR'],
      include: 'build/nsis/installer.nsh',
    },
    portable: { artifactName: `\${name}-\${version}-\${os}-\${arch}-portable.\${ext}` },
    mac: {
      category: 'public.app-category.utilities',
      // Signed ad hoc, the least that Apple silicon needs: there is no paid certificate.
      identity: '-',
      hardenedRuntime: false,
      // macOS 15 and later ask the user before an app reaches other machines on the network, and show this.
      extendInfo: { NSLocalNetworkUsageDescription: 'To link your node with those of your friends on this network.' },
      extraResources: byr('byr-mac', 'byr'),
    },
  };
}

/**
 * The options for the Electron inside; empty if it is the one of package.json.
 *
 * @param {import('./stand-in.mjs').StandIn | null} standIn
 * @returns {import('electron-builder').Configuration}
 */
export function runtime(standIn) {
  if (!standIn) return {};
  return { electronDist: standIn.folder, electronVersion: standIn.version, afterExtract: withoutDefaultApp };
}

/** The stand-in's own, which development needs. @param {import('electron-builder').AfterPackContext} context */
async function withoutDefaultApp({ appOutDir }) {
  for (const name of ['default_app.asar', 'default_app.stamp']) {
    await rm(join(appOutDir, 'resources', name), { force: true });
  }
}
