// What comes out, for the two scripts beside.
export async function said({ check, convert }) {
  const text = '{"type":"user","data":{"name":"Ann"}}\n{"type":"user","data":{"id":"ann"}}\n';
  const gzipped = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  const { findings, stats } = await check(gzipped);
  const conversion = await convert('{"type":"user","data":{"id":"ann"}}\n', { to: "stream", from: "stream" });
  const { files } = conversion;
  const same = (await files[0].text()).includes('"id":"ann"');
  await conversion.close();
  return `${findings[0].code} ${stats.items} ${files[0].name} ${same}`;
}
