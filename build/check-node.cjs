// The build tools import what older versions of Node do not export, and those end at the scripts' own syntax or imports.
// So npm has this read before all else, and it is written in what any Node reads.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (!(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19))) {
  console.error(`Node ${process.versions.node} is too old: install Node 20.19, 22.12 or later (nodejs.org).`);
  process.exit(1);
}
