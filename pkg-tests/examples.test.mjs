// The examples, in one project with the packed package. The sender of requests has a test of its own.

import './examples/migrate.mjs';
import './examples/ci.mjs';
import './examples/edge.mjs';
import './examples/upload-form.mjs';
