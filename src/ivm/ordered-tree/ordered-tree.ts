/**
 * A counted search tree in the state: entries ordered by key (as the store orders its keys), each with a weight and a
 * value, and of each subtree the number of rows and, if wanted, a measure of them. So an order has ranks, a k-th row and
 * sums of ranges, all in O(log n), synchronously.
 *
 * State: a record a page, of about 1 KB,
 *   store | tree | /                 -> the root
 *   store | tree | level / first key -> every other page; pages without entries are not stored
 * Which entries begin a page is decided by their keys alone (level-of-key.ts): the same entries have the same pages,
 * whatever changes led to them. Cost of a change: O(log n) pages read and written.
 */
import { assert, must } from '../../util/assert.ts'
import type { State } from '../state.ts'
import { type EditContext, inserted, removed, reweighted } from './edit.ts'
import type { Measure } from './measure.ts'
import { type Child, emptyNode, type TreeNode, weightOf } from './node.ts'
import { decodePage, encodePage } from './page-codec.ts'
import { TreeView } from './tree-view.ts'

const ROOT = '/'

/** One tree in one step: it reads each page once, and writes each page that changed once, with `flush`. */
export class OrderedTree<M> {
  /** The tree as it was committed. */
  readonly before: TreeView<M>
  readonly #prefix: string
  readonly #kind: Measure<M>
  readonly #state: State
  readonly #context: EditContext<M>
  /** Committed nodes that were read, by the rest of their key. */
  readonly #committed = new Map<string, TreeNode<M>>()
  #now: TreeView<M>

  /** @param prefix of its keys; no prefix of another's, nor of another store */
  constructor(state: State, prefix: string, kind: Measure<M>) {
    this.#state = state
    this.#prefix = prefix
    this.#kind = kind
    const load = (child: Child<M>, level: number): TreeNode<M> => this.#load(child, level)
    this.#context = { kind, load }
    const root = this.#read(ROOT) ?? emptyNode(0, '', kind)
    this.before = new TreeView(root, kind, load)
    this.#now = this.before
  }

  /** The tree with all changes so far. */
  get now(): TreeView<M> {
    return this.#now
  }

  /** Adds `weight` rows with this key and value (negative: takes them away). */
  add(key: string, value: string, weight: number): void {
    const { root } = this.#now
    const entry = this.#now.get(key)
    const changed = { key, value, weight: (entry?.weight ?? 0) + weight }
    assert(changed.weight >= 0, 'a row left an order more often than it came')
    if (weight === 0) return
    const next =
      entry === null
        ? inserted(root, changed, this.#context)
        : changed.weight === 0
          ? removed(root, entry, this.#context)
          : reweighted(root, changed, this.#context)
    this.#now = new TreeView(next, this.#kind, this.#context.load)
  }

  /** Writes the pages that changed. Once a step, after the last change. */
  flush(): void {
    if (this.#now === this.before) return
    const present = new Set<string>()
    this.#write(ROOT, this.#now.root, present)
    for (const id of this.#committed.keys()) if (!present.has(id)) this.#state.delete(this.#prefix + id)
  }

  #write(id: string, node: TreeNode<M>, present: Set<string>): void {
    if (weightOf(node) === 0) return
    present.add(id)
    if (this.#committed.get(id) !== node) this.#state.put(this.#prefix + id, encodePage(node))
    if (node.kind === 'leaf') return
    for (const child of node.children)
      if (child.loaded !== null) this.#write(idOf(node.level - 1, child.key), child.loaded, present)
  }

  #load(child: Child<M>, level: number): TreeNode<M> {
    return child.node(() =>
      child.weight === 0
        ? emptyNode(level, child.key, this.#kind)
        : must(this.#read(idOf(level, child.key)), 'a page of an ordered tree is missing'),
    )
  }

  #read(id: string): TreeNode<M> | null {
    const page = this.#state.get(this.#prefix + id)
    if (page === undefined) return null
    const node = decodePage(page, this.#kind)
    this.#committed.set(id, node)
    return node
  }
}

function idOf(level: number, key: string): string {
  return `${level}/${key}`
}
