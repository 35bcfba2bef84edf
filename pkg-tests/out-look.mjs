import { serve, launch, open } from './lib/page.mjs';
const server = await serve(); const browser = await launch();
const views = (process.argv[2] ?? 'check,edit,reference/talkjs/message,codes/too-long,compare').split(',');
for (const [name, options] of [['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }], ['phone', { viewport: { width: 390, height: 844 } }]]) {
  const o = await open(browser, server, options);
  for (const v of views) {
    await o.page.evaluate((x) => { location.hash = x; }, v);
    await o.page.waitForTimeout(900);
    const wide = await o.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide) console.log(name, v, 'sticks out', wide);
    await o.page.screenshot({ path: `/tmp/look/${name}-${v.split('/')[0]}.png` });
  }
  console.log(name, o.complaints, await o.page.evaluate(() => navigator.serviceWorker.getRegistrations().then((r) => r.map((x) => x.active?.state))));
  await o.close();
}
await browser.close(); server.close();
