// Writes a chat database as an import file of Stream, and checks the very bytes that it writes. The file gets its name only
// if nothing is wrong with it; otherwise each finding is told with the row that it came from.
//
//   node migrate.mjs chat.db import.jsonl
//
// Exit code: 0 the file is there; 1 rows have to be mended first; 2 it could not run.

import { createReadStream } from "node:fs";
import { open, rename } from "node:fs/promises";
import { Checker } from "chat-preflight";
import sqlite from "node-sqlite3-wasm";
import { SECTIONS } from "./sections.mjs";

/**
 * What only the app that imports knows. It is empty, so all that is referred to has to be in the file: with an empty list
 * an unknown id is an error, without a list it is a warning.
 * @type {import("chat-preflight").Profile}
 */
const PROFILE = {
  existing: { users: [], channels: [], messages: [] },
  roles: ["user", "admin"],
  channelTypes: { messaging: { maxMessageLength: 5000 } },
};

/** So much is written and checked at a time; in UTF-16 units. */
const PIECE = 1 << 18;

/** The lines of a section. `rows` gets the rowid of each. */
function* linesOf(database, { query, item }, rows) {
  const statement = database.prepare(query);
  try {
    for (const row of statement.iterate()) {
      rows.push(row.row);
      // A column without a value is no field.
      yield `${JSON.stringify(item(row), (_, value) => value ?? undefined)}\n`;
    }
  } finally {
    statement.finalize();
  }
}

/** The lines of all sections in pieces of some size, as bytes. `origins` gets `{ table, rows }` of each section. */
function* piecesOf(database, origins) {
  const encoder = new TextEncoder();
  let piece = "";
  for (const section of SECTIONS) {
    const rows = [];
    origins.push({ table: section.table, rows });
    for (const line of linesOf(database, section, rows)) {
      piece += line;
      if (piece.length < PIECE) continue;
      yield encoder.encode(piece);
      piece = "";
    }
  }
  if (piece !== "") yield encoder.encode(piece);
}

/** Writes the file and checks it on the way; the report. */
async function write(path, pieces) {
  const file = await open(path, "w");
  const checker = new Checker({ platform: "stream", profile: PROFILE });
  try {
    for (const piece of pieces) {
      checker.push(piece);
      await file.writeFile(piece);
    }
    await file.sync();
    let outcome = checker.finish();
    // Something is wrong, and its words need a second look at the bytes. They are on disk now.
    if ("replay" in outcome) {
      for await (const piece of createReadStream(path)) checker.push(piece);
      outcome = checker.finish();
    }
    return outcome;
  } finally {
    checker.free();
    await file.close();
  }
}

/** The row that an item was made from. */
function originOf(item, origins) {
  for (const { table, rows } of origins) {
    if (item < rows.length) return { table, rowid: rows[item] };
    item -= rows.length;
  }
  return undefined;
}

function print(database, { findings, dropped }, origins) {
  for (const { severity, code, message, help, position } of findings) {
    console.log(`${severity} ${code}: ${message}`);
    if (help) console.log(`  to do: ${help}`);
    const origin = originOf(position.item, origins);
    if (origin === undefined) continue;
    const row = database.get(`SELECT * FROM ${origin.table} WHERE rowid = ?`, origin.rowid);
    console.log(`  row: ${origin.table} ${origin.rowid} ${JSON.stringify(row, (_, value) => (typeof value === "bigint" ? `${value}` : value))}`);
  }
  if (dropped > 0) console.log(`and ${dropped} more like these`);
}

async function migrate(from, to) {
  const database = new sqlite.Database(from, { readOnly: true });
  try {
    // All queries see the same moment.
    database.exec("BEGIN");
    const origins = [];
    const unchecked = `${to}.unchecked`;
    const report = await write(unchecked, piecesOf(database, origins));
    print(database, report, origins);
    if (!report.ok) {
      console.log(`${to} was not written: mend the rows, or what sections.mjs makes of them. What was refused is in ${unchecked}`);
      return 1;
    }
    await rename(unchecked, to);
    const counts = Object.entries(report.stats.valid).filter(([, count]) => count > 0);
    console.log(`${to}: ${counts.map(([kind, count]) => `${count} ${kind}`).join(", ")}`);
    return 0;
  } finally {
    database.close();
  }
}

const [from, to] = process.argv.slice(2);
if (to === undefined) {
  console.error("usage: node migrate.mjs DATABASE IMPORT_FILE");
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await migrate(from, to);
  } catch (error) {
    console.error(`migrate: ${error.message}`);
    process.exitCode = 2;
  }
}
