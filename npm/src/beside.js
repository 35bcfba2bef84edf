// The files that a conversion leaves beside its data: the command line writes them, the page packs them.

/**
 * Names, and texts in pieces where they may be long. `given` are the rows of an earlier `uploads.json`: tokens that were
 * filled in once are not to be asked for again.
 */
export function* filesBeside({ losses, from, to, ids, uploads, report }, given = []) {
  yield ["losses.json", [`${JSON.stringify(losses, null, 2)}\n`]];
  yield ["ids.json", rows(ids, `{"from":${JSON.stringify(from)},"to":${JSON.stringify(to)},"ids":`, "}")];
  const had = given.filter(({ token }) => token);
  const urls = new Set(had.map(({ url }) => url));
  const wanted = uploads.filter(({ url }) => !urls.has(url)).map((upload) => ({ ...upload, token: null }));
  if (had.length + wanted.length > 0) yield ["uploads.json", rows([...had, ...wanted])];
  if (report !== null) yield ["report.json", [`${JSON.stringify(report, null, 2)}\n`]];
}

/** A JSON list with a line for each element. */
function* rows(list, before = "", after = "") {
  yield `${before}[`;
  for (const [at, row] of list.entries()) yield `${at === 0 ? "" : ","}\n${JSON.stringify(row)}`;
  yield `${list.length === 0 ? "" : "\n"}]${after}\n`;
}
