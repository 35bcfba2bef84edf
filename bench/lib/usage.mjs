// Preloaded into the command line: leaves the peak memory of its process in the file that BENCH_USAGE names.

import { writeFileSync } from 'node:fs';

process.on('exit', () => writeFileSync(process.env.BENCH_USAGE, String(process.resourceUsage().maxRSS)));
