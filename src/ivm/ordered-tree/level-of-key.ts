/**
 * Where pages begin: a hash of an entry's key decides on how many levels of the tree it begins a page, as a coin does in a
 * skip list (Pugh 1990) and a content-defined boundary in a prolly tree. So the pages are a function of the entries alone,
 * not of the order in which they came (docs/adr/0006-…).
 *
 * An entry begins a page with a probability in proportion to its length, so pages have about `PAGE_LENGTH` characters
 * whether entries are short or long.
 */

/** Characters of a page, in the mean. */
export const PAGE_LENGTH = 768
/** Of the fields beside key and text: their lengths and the weight. */
const ITEM_OVERHEAD = 8
/** Inner pages have at least about four children, so that the tree stays low however long its keys are. */
const MOST_INNER_STARTS = 1 / 4

/**
 * On how many levels the entry begins a page; 0 for most. Pages of level 0 are the leaves.
 * @param text length of what the entry holds in a leaf
 * @param measure length of what a child holds in an inner page
 */
export function levelOfKey(key: string, text: number, measure: number): number {
  // '' is what the left edge of the tree is named.
  if (key === '') return 0
  const hash = hashOf(key)
  if (chance(hash, 0) >= (key.length + text + ITEM_OVERHEAD) / PAGE_LENGTH) return 0
  const starts = Math.min(MOST_INNER_STARTS, (key.length + measure + ITEM_OVERHEAD) / PAGE_LENGTH)
  let level = 1
  while (chance(hash, level) < starts) level++
  return level
}

/** FNV-1a over the code units, 32 bits. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  return hash
}

/** A number from 0 (inclusive) to 1 for each level: the hash stirred by the finalizer of MurmurHash3. */
function chance(hash: number, level: number): number {
  let h = hash ^ Math.imul(level + 1, 0x9e3779b9)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32
}
