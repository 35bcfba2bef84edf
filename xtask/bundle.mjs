// Puts modules and all that they import at once into one file each: Node takes half a millisecond for every file that it
// loads. What they import only when it is needed stays where it is, and so do the modules named `--keep`.
//
// bundle.mjs FROM TO [--keep MODULE]… MODULE…
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { rolldown } from 'rolldown';

const { values, positionals } = parseArgs({ options: { keep: { type: 'string', multiple: true, default: [] } }, allowPositionals: true });
const [from, to, ...modules] = positionals;
const kept = values.keep.map((name) => join(from, name));

for (const name of modules) {
  const stays = (id) => ({ id, external: true });
  const bundle = await rolldown({
    input: join(from, name),
    platform: 'node',
    external: [/^node:/],
    plugins: [{
      name: 'keep',
      resolveId: (id, importer) => (importer !== undefined && kept.includes(join(importer, '..', id)) ? stays(id) : null),
      resolveDynamicImport: (id) => (typeof id === 'string' ? stays(id) : null),
    }],
  });
  await bundle.write({ file: join(to, name), format: 'esm' });
  await bundle.close();
}
