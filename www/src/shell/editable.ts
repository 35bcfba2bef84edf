//! What the editor takes.

/** Bytes of the largest document that is pleasant to edit while it is checked with every change. */
export const EDITABLE = 1_000_000;
