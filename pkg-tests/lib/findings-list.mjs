// Files with faults, and the list of findings that the page makes of them.

export const jsonl = (name, items) => ({
  name, mimeType: 'application/jsonl', buffer: Buffer.from(items.map((item) => `${typeof item === 'string' ? item : JSON.stringify(item)}\n`).join('')),
});

/** Users with a reserved field, `count` of them; of every tenth the role is no text, too. */
export const faulty = (count) => Array.from({ length: count }, (_, index) => ({
  type: 'user', data: { id: `u${index}`, ...(index % 10 === 0 ? { role: 7 } : {}), online: index },
}));

export const shown = (page) => page.locator('.shown').textContent();

/** Waits until that many findings are said to be shown. */
export const says = (page, text) => page.locator('.shown', { hasText: new RegExp(`^${text}$`) }).waitFor();
