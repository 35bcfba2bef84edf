// The page's form of a conversion.

/** Fills in the form, presses Convert, and waits for what comes of it; `fields` are values by label. */
export async function convertTo(page, platform, fields = {}) {
  const section = page.locator('#convert');
  if (!await section.locator('details').evaluate((details) => details.open)) await section.locator('summary').click();
  await page.getByLabel('Target platform').selectOption({ label: platform });
  for (const [label, value] of Object.entries(fields)) {
    const field = page.getByLabel(label);
    const kind = await field.evaluate((control) => control.type);
    if (kind === 'file') await field.setInputFiles(value);
    else if (kind === 'select-one') await field.selectOption(value);
    else await field.fill(value);
  }
  await page.getByRole('button', { name: 'Convert', exact: true }).click();
  await page.locator('#outcome-title').waitFor();
}

/** What the outcome is called. */
export const title = (page) => page.locator('#outcome-title').textContent();
