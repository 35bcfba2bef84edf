// Makes a database to try the migration with: node sample.mjs chat.db

import { readFileSync } from "node:fs";
import sqlite from "node-sqlite3-wasm";

const database = new sqlite.Database(process.argv[2] ?? "chat.db");
try {
  for (const name of ["schema.sql", "sample.sql"]) database.exec(readFileSync(new URL(name, import.meta.url), "utf8"));
} finally {
  database.close();
}
