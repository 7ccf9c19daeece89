/**
 * Changes of a tree as functions from root to root. Along the path of a key O(log n) nodes are made anew; all others are
 * shared with the tree before.
 */
import { assert } from '../../util/assert.ts'
import { levelOfKey } from './level-of-key.ts'
import type { Measure } from './measure.ts'
import { Child, childAt, countBelow, type Entry, type Inner, type Leaf, type TreeNode } from './node.ts'

export interface EditContext<M> {
  readonly kind: Measure<M>
  /** The node of a child, which stands on this level. */
  readonly load: (child: Child<M>, level: number) => TreeNode<M>
}

/** The tree with an entry whose key it does not have. */
export function inserted<M>(root: TreeNode<M>, entry: Entry, context: EditContext<M>): TreeNode<M> {
  const level = levelOf(entry, context)
  let grown = root
  while (grown.level < level)
    grown = { kind: 'inner', level: grown.level + 1, children: [Child.of('', grown, context.kind)] }
  return insertedInto(grown, entry, level, context)
}

/** The tree without an entry that it has. */
export function removed<M>(root: TreeNode<M>, entry: Entry, context: EditContext<M>): TreeNode<M> {
  let shrunk = removedFrom(root, entry, levelOf(entry, context), context)
  while (shrunk.kind === 'inner' && shrunk.children.length === 1)
    shrunk = context.load(shrunk.children[0]!, shrunk.level - 1)
  return shrunk
}

/** The tree with another weight of an entry that it has. */
export function reweighted<M>(node: TreeNode<M>, entry: Entry, context: EditContext<M>): TreeNode<M> {
  if (node.kind === 'inner')
    return inChild(node, entry.key, child => reweighted(child, entry, context), context)
  const at = countBelow(node.entries, entry.key)
  assert(node.entries[at]?.key === entry.key, 'an entry that is to change is there')
  return leaf(node.entries.with(at, entry))
}

function levelOf<M>({ key, value }: Entry, { kind }: EditContext<M>): number {
  return levelOfKey(key, value.length, kind.length)
}

function leaf(entries: readonly Entry[]): Leaf {
  return { kind: 'leaf', level: 0, entries }
}

function insertedInto<M>(
  node: TreeNode<M>,
  entry: Entry,
  level: number,
  context: EditContext<M>,
): TreeNode<M> {
  if (node.kind === 'leaf') {
    const at = countBelow(node.entries, entry.key)
    return leaf([...node.entries.slice(0, at), entry, ...node.entries.slice(at)])
  }
  if (node.level > level)
    return inChild(node, entry.key, child => insertedInto(child, entry, level, context), context)
  const [left, right] = splitAt(node, entry, context)
  return { ...node, children: [...left, ...right] }
}

/** The children of a node on either side of an entry that begins a node of its own below; the entry stands on the right. */
function splitAt<M>(
  { level, children }: Inner<M>,
  entry: Entry,
  context: EditContext<M>,
): [left: Child<M>[], right: Child<M>[]] {
  const at = childAt(children, entry.key)
  const child = children[at]!
  const [left, right] = split(context.load(child, level - 1), entry, context)
  return [
    [...children.slice(0, at), Child.of(child.key, left, context.kind)],
    [Child.of(entry.key, right, context.kind), ...children.slice(at + 1)],
  ]
}

function split<M>(
  node: TreeNode<M>,
  entry: Entry,
  context: EditContext<M>,
): [left: TreeNode<M>, right: TreeNode<M>] {
  if (node.kind === 'leaf') {
    const at = countBelow(node.entries, entry.key)
    return [leaf(node.entries.slice(0, at)), leaf([entry, ...node.entries.slice(at)])]
  }
  const [left, right] = splitAt(node, entry, context)
  return [
    { ...node, children: left },
    { ...node, children: right },
  ]
}

function removedFrom<M>(
  node: TreeNode<M>,
  entry: Entry,
  level: number,
  context: EditContext<M>,
): TreeNode<M> {
  if (node.kind === 'leaf') {
    const at = countBelow(node.entries, entry.key)
    assert(node.entries[at]?.key === entry.key, 'an entry that is to go is there')
    return leaf([...node.entries.slice(0, at), ...node.entries.slice(at + 1)])
  }
  if (node.level > level)
    return inChild(node, entry.key, child => removedFrom(child, entry, level, context), context)
  const at = childAt(node.children, entry.key)
  assert(at > 0 && node.children[at]!.key === entry.key, 'an entry begins the nodes that its key says')
  const children = node.children
  return { ...node, children: joined(children.slice(0, at), children.slice(at), node.level, context) }
}

/** Children of two neighbours as those of one; the entry that the right one begins with goes. */
function joined<M>(
  left: readonly Child<M>[],
  right: readonly Child<M>[],
  level: number,
  context: EditContext<M>,
): Child<M>[] {
  const last = left.at(-1)!
  const seam = join(context.load(last, level - 1), context.load(right[0]!, level - 1), context)
  return [...left.slice(0, -1), Child.of(last.key, seam, context.kind), ...right.slice(1)]
}

function join<M>(left: TreeNode<M>, right: TreeNode<M>, context: EditContext<M>): TreeNode<M> {
  if (left.kind === 'leaf' && right.kind === 'leaf') return leaf([...left.entries, ...right.entries.slice(1)])
  assert(left.kind === 'inner' && right.kind === 'inner', 'neighbours stand on one level')
  return { ...left, children: joined(left.children, right.children, left.level, context) }
}

function inChild<M>(
  node: Inner<M>,
  key: string,
  change: (child: TreeNode<M>) => TreeNode<M>,
  { kind, load }: EditContext<M>,
): Inner<M> {
  const at = childAt(node.children, key)
  const child = node.children[at]!
  const changed = Child.of(child.key, change(load(child, node.level - 1)), kind)
  return { ...node, children: node.children.with(at, changed) }
}
