/**
 * An ordered tree as it is at one moment. Rows are counted from 0: an entry of weight w stands at w positions.
 * Cost: O(log n) reads of pages for everything but walks, which read the pages that they come by.
 */
import type { Measure } from './measure.ts'
import { childAt, type Child, countBelow, type Entry, type TreeNode, weightOf } from './node.ts'

/** An entry, and how many rows stand before it. */
export interface PlacedEntry extends Entry {
  readonly start: number
}

export class TreeView<M> {
  readonly root: TreeNode<M>
  readonly #kind: Measure<M>
  readonly #load: (child: Child<M>, level: number) => TreeNode<M>
  /** How many rows there are. */
  readonly weight: number

  constructor(root: TreeNode<M>, kind: Measure<M>, load: (child: Child<M>, level: number) => TreeNode<M>) {
    this.root = root
    this.#kind = kind
    this.#load = load
    this.weight = weightOf(root)
  }

  get(key: string): Entry | null {
    let node = this.root
    while (node.kind === 'inner')
      node = this.#load(node.children[childAt(node.children, key)]!, node.level - 1)
    const entry = node.entries[countBelow(node.entries, key)]
    return entry?.key === key ? entry : null
  }

  /** How many rows have a smaller key; the key itself need not be there. */
  weightBefore(key: string): number {
    let before = 0
    let node = this.root
    while (node.kind === 'inner') {
      const at = childAt(node.children, key)
      before += sumOf(node.children, at)
      node = this.#load(node.children[at]!, node.level - 1)
    }
    return before + sumOf(node.entries, countBelow(node.entries, key))
  }

  /** The entry that has the row at a position; null when there are not so many rows. */
  at(position: number): PlacedEntry | null {
    if (position < 0) return null
    for (const entry of this.ascending(position)) return entry
    return null
  }

  /** The sum of the rows from a position (inclusive) to another (exclusive); the caller may change it. */
  measure(from: number, to: number): M {
    const sum = this.#kind.create()
    this.#addRange(this.root, from, to, sum)
    return sum
  }

  /** The entries from the one that has the row at a position on. */
  ascending(position = 0): Generator<PlacedEntry> {
    return this.#ascend(this.root, 0, Math.max(0, position))
  }

  /** The entries from the one that has the row at a position backwards; from the last one where there is no such row. */
  descending(position = this.weight): Generator<PlacedEntry> {
    return this.#descend(this.root, 0, position)
  }

  *#ascend(node: TreeNode<M>, before: number, position: number): Generator<PlacedEntry> {
    let start = before
    if (node.kind === 'leaf') {
      for (const entry of node.entries) {
        if (start + entry.weight > position) yield { ...entry, start }
        start += entry.weight
      }
      return
    }
    for (const child of node.children) {
      if (start + child.weight > position)
        yield* this.#ascend(this.#load(child, node.level - 1), start, position)
      start += child.weight
    }
  }

  *#descend(node: TreeNode<M>, before: number, position: number): Generator<PlacedEntry> {
    const items = node.kind === 'leaf' ? node.entries : node.children
    let start = before + sumOf(items, items.length)
    for (let i = items.length - 1; i >= 0; i--) {
      start -= items[i]!.weight
      if (start > position || items[i]!.weight === 0) continue
      if (node.kind === 'leaf') yield { ...node.entries[i]!, start }
      else yield* this.#descend(this.#load(node.children[i]!, node.level - 1), start, position)
    }
  }

  #addRange(node: TreeNode<M>, from: number, to: number, sum: M): void {
    let start = 0
    if (node.kind === 'leaf') {
      for (const entry of node.entries) {
        const weight = overlap(start, entry.weight, from, to)
        if (weight > 0) this.#kind.add(sum, entry, weight)
        start += entry.weight
      }
      return
    }
    for (const child of node.children) {
      const weight = overlap(start, child.weight, from, to)
      if (weight > 0 && weight === child.weight) this.#kind.merge(sum, child.measure)
      else if (weight > 0) this.#addRange(this.#load(child, node.level - 1), from - start, to - start, sum)
      start += child.weight
    }
  }
}

/** How many of the `weight` rows from `start` on lie from `from` to `to`. */
function overlap(start: number, weight: number, from: number, to: number): number {
  return Math.min(start + weight, to) - Math.max(start, from)
}

/** The weights of the first `count` items. */
function sumOf(items: readonly { readonly weight: number }[], count: number): number {
  let sum = 0
  for (let i = 0; i < count; i++) sum += items[i]!.weight
  return sum
}
