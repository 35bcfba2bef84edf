// The editor of the page, as somebody at the keyboard has it.

import { download } from './page.mjs';

/** Goes to the editor and waits until its first document is checked. */
export async function openEditor(page) {
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await checked(page, /./);
}

/** Puts a text in the place of all that is there. */
export async function write(page, text) {
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

/** The document, to the byte. */
export async function written(page) {
  return (await download(page, 'Download')).bytes.toString('utf8');
}

/** Waits until the verdict below the editor is so. */
export async function checked(page, verdict) {
  await page.locator('#edit-verdict').filter({ hasText: verdict }).waitFor({ timeout: 15_000 });
}

/** The codes in the list below the editor, in its order. */
export function problems(page) {
  return page.locator('.problems li[data-code]').evaluateAll((all) => all.map(({ dataset }) => dataset.code));
}
