/** The nodes of an ordered tree in memory. A node is never changed once made: an edit makes new ones along its path. */
import { compareText } from '../../types/compare.ts'
import type { Measure } from './measure.ts'

/** Something in order: `weight` rows with the same key. The value is a function of the key. */
export interface Entry {
  readonly key: string
  readonly value: string
  /** At least 1. */
  readonly weight: number
}

export type TreeNode<M> = Leaf | Inner<M>
export interface Leaf {
  readonly kind: 'leaf'
  readonly level: 0
  /** Ascending by key. */
  readonly entries: readonly Entry[]
}
/** The first child has the key that the node itself has; '' on the left edge of the tree. */
export interface Inner<M> {
  readonly kind: 'inner'
  /** Levels below. */
  readonly level: number
  /** Ascending by key, at least one. */
  readonly children: readonly Child<M>[]
}

/** A node as its parent knows it: the least key that may stand in it, and the sum of what is in it. */
export class Child<M> {
  readonly key: string
  readonly weight: number
  readonly #kind: Measure<M>
  #measure: M | null = null
  #text: string | null
  #node: TreeNode<M> | null

  private constructor(
    key: string,
    weight: number,
    kind: Measure<M>,
    text: string | null,
    node: TreeNode<M> | null,
  ) {
    this.key = key
    this.weight = weight
    this.#kind = kind
    this.#text = text
    this.#node = node
  }

  /** A child as its parent's page tells of it; `text` is its measure. */
  static stored<M>(key: string, weight: number, text: string, kind: Measure<M>): Child<M> {
    return new Child(key, weight, kind, text, null)
  }

  /** Its measure is summed up when it is first asked for: not for each of the changes of a step. */
  static of<M>(key: string, node: TreeNode<M>, kind: Measure<M>): Child<M> {
    return new Child(key, weightOf(node), kind, null, node)
  }

  /** Not to be changed. */
  get measure(): M {
    return (this.#measure ??=
      this.#text === null ? sumOf(this.#node!, this.#kind) : this.#kind.decode(this.#text))
  }

  /** The encoded measure. */
  get text(): string {
    return (this.#text ??= this.#kind.encode(this.measure))
  }

  /** The node, if it was loaded. */
  get loaded(): TreeNode<M> | null {
    return this.#node
  }

  /** The node; `load` is asked for it once. */
  node(load: () => TreeNode<M>): TreeNode<M> {
    return (this.#node ??= load())
  }
}

function sumOf<M>(node: TreeNode<M>, kind: Measure<M>): M {
  const sum = kind.create()
  if (node.kind === 'leaf') for (const entry of node.entries) kind.add(sum, entry, entry.weight)
  else for (const child of node.children) kind.merge(sum, child.measure)
  return sum
}

/** How many rows there are in a node. */
export function weightOf<M>(node: TreeNode<M>): number {
  const items: readonly { readonly weight: number }[] = node.kind === 'leaf' ? node.entries : node.children
  return items.reduce((sum, { weight }) => sum + weight, 0)
}

/** A node without entries: one empty child on each level. It is not stored. */
export function emptyNode<M>(level: number, key: string, kind: Measure<M>): TreeNode<M> {
  if (level === 0) return { kind: 'leaf', level, entries: [] }
  return { kind: 'inner', level, children: [Child.of(key, emptyNode(level - 1, key, kind), kind)] }
}

/** How many of the items, which ascend by key, are below `key`. */
export function countBelow(items: readonly { readonly key: string }[], key: string): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareText(items[middle]!.key, key) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** Position of the child in which `key` stands, if it is there at all. */
export function childAt<M>(children: readonly Child<M>[], key: string): number {
  const below = countBelow(children, key)
  return children[below]?.key === key ? below : Math.max(0, below - 1)
}
