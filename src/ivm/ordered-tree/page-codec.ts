/**
 * Pages as text: the level, then each item as
 *   length of its key, length of its text, weight : key text
 * where the text is an entry's value, or a child's encoded measure.
 */
import { InternalError } from '../../util/assert.ts'
import type { Measure } from './measure.ts'
import { Child, type Entry, type TreeNode } from './node.ts'

export function encodePage<M>(node: TreeNode<M>): string {
  let page = `${node.level};`
  if (node.kind === 'leaf')
    for (const { key, value, weight } of node.entries) page += encodeItem(key, value, weight)
  else for (const { key, text, weight } of node.children) page += encodeItem(key, text, weight)
  return page
}

/** Reads what `encodePage` wrote. */
export function decodePage<M>(page: string, kind: Measure<M>): TreeNode<M> {
  const start = page.indexOf(';') + 1
  const level = Number(page.slice(0, start - 1))
  if (level === 0) {
    const entries: Entry[] = []
    readItems(page, start, (key, value, weight) => entries.push({ key, value, weight }))
    return { kind: 'leaf', level, entries }
  }
  const children: Child<M>[] = []
  readItems(page, start, (key, text, weight) => children.push(Child.stored(key, weight, text, kind)))
  return { kind: 'inner', level, children }
}

function encodeItem(key: string, text: string, weight: number): string {
  return `${key.length},${text.length},${weight}:${key}${text}`
}

function readItems(
  page: string,
  start: number,
  take: (key: string, text: string, weight: number) => void,
): void {
  for (let at = start; at < page.length;) {
    const colon = page.indexOf(':', at)
    if (colon < 0) throw new InternalError('a page of an ordered tree is damaged')
    const [keyLength, textLength, weight] = page.slice(at, colon).split(',')
    const text = colon + 1 + Number(keyLength)
    at = text + Number(textLength)
    take(page.slice(colon + 1, text), page.slice(text, at), Number(weight))
  }
}
