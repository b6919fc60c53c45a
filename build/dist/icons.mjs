import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { IconIcns, IconIco } from '@shockpkg/icon-encoder';
import { root } from '../setup/run.mjs';

/** Pixels per side: the sizes that Linux desktops look for and a Windows .ico may hold. */
const sizes = [16, 24, 32, 48, 64, 128, 256, 512];
const icoSizes = [16, 24, 32, 48, 64, 128, 256];

/** The picture types in a macOS .icns and their pixels: 16 to 512 points, plain and doubled. */
const icnsTypes = /** @type {const} */ ([
  ['icp4', 16],
  ['ic11', 32],
  ['icp5', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]);

/**
 * Draws the icons of the app and of its backups, in every size and format, under the names that electron-builder looks
 * for in its build resources.
 *
 * @param {string} folder where to
 */
export async function drawIcons(folder) {
  mkdirSync(join(folder, 'icons'), { recursive: true });
  for (const size of sizes) writeFileSync(join(folder, 'icons', `${size}x${size}.png`), draw('app', size));
  for (const [drawing, name] of /** @type {const} */ ([
    ['app', 'icon'],
    ['backup', 'byr'],
  ])) {
    writeFileSync(join(folder, `${name}.ico`), await ico(drawing));
    writeFileSync(join(folder, `${name}.icns`), await icns(drawing));
  }
}

/** @param {string} drawing */
async function ico(drawing) {
  const icon = new IconIco();
  for (const size of icoSizes) await icon.addFromPng(draw(drawing, size), null, false);
  return icon.encode();
}

/** @param {string} drawing */
async function icns(drawing) {
  const icon = new IconIcns();
  for (const [type, size] of icnsTypes) await icon.addFromPng(draw(drawing, size), [type], false);
  return icon.encode();
}

/**
 * @param {string} drawing in build/icons
 * @param {number} size pixels of a side
 * @returns {Buffer} PNG
 */
function draw(drawing, size) {
  const svg = readFileSync(join(root, 'build', 'icons', `${drawing}.svg`));
  return new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng();
}
