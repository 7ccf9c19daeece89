/** Concrete to abstract syntax: ORDER BY, windows and their frames. */
import type { CstNode } from 'chevrotain'
import type * as ast from './ast.ts'
import type { Build } from './cst.ts'
import { has, identifier, maybeNode, maybeToken, node, nodes, spanOf, token } from './cst.ts'
import * as t from './tokens.ts'
import { Keywords as K } from './tokens.ts'

/** Builds an `expression` or a `lowerBound`; handed down, since windows stand in expressions. */
export type BuildExpression = (build: Build, cst: CstNode) => ast.Expression

/** Builds an `orderByClause`. */
export function buildOrderBy(build: Build, cst: CstNode, expression: BuildExpression): ast.SortItem[] {
  return nodes(cst, 'sortItem').map(item => ({
    kind: 'sort_item',
    expression: expression(build, node(item, 'expression')),
    descending: has(item, K.DESC),
    nullsFirst: has(item, K.NULLS) ? has(item, K.FIRST) : null,
    span: spanOf(build, item),
  }))
}

/** Builds a `windowSpec`. */
export function buildWindowSpec(build: Build, cst: CstNode, expression: BuildExpression): ast.WindowSpec {
  const base = maybeToken(cst, t.Identifier)
  const partition = maybeNode(cst, 'partitionByClause')
  const order = maybeNode(cst, 'orderByClause')
  const frame = maybeNode(cst, 'frameClause')
  const keys = partition ? nodes(node(partition, 'expressionList'), 'expression') : []
  return {
    kind: 'window',
    base: base ? identifier(build, base) : null,
    partitionBy: keys.map(key => expression(build, key)),
    orderBy: order ? buildOrderBy(build, order, expression) : [],
    frame: frame ? buildFrame(build, frame, expression) : null,
    span: spanOf(build, cst),
  }
}

/** Builds a `windowDefinition`. */
export function buildWindowDefinition(
  build: Build,
  cst: CstNode,
  expression: BuildExpression,
): ast.WindowDefinition {
  return {
    kind: 'window_definition',
    name: identifier(build, token(cst, t.Identifier)),
    window: buildWindowSpec(build, node(cst, 'windowSpec'), expression),
    span: spanOf(build, cst),
  }
}

function buildFrame(build: Build, cst: CstNode, expression: BuildExpression): ast.WindowFrame {
  const [start, end] = nodes(cst, 'frameBound').map(bound => buildBound(build, bound, expression))
  const span = spanOf(build, cst)
  const frame: ast.WindowFrame = {
    kind: 'frame',
    unit: has(cst, K.ROWS) ? 'rows' : has(cst, K.RANGE) ? 'range' : 'groups',
    start: start!,
    end: end ?? { kind: 'frame_bound', bound: 'current_row', offset: null, span: start!.span },
    exclude: exclusionOf(maybeNode(cst, 'frameExclusion')),
    span,
  }
  checkBounds(build, frame)
  return frame
}

function buildBound(build: Build, cst: CstNode, expression: BuildExpression): ast.FrameBound {
  const span = spanOf(build, cst)
  if (has(cst, K.CURRENT)) return { kind: 'frame_bound', bound: 'current_row', offset: null, span }
  const direction = has(cst, K.PRECEDING) ? 'preceding' : 'following'
  const offset = maybeNode(cst, 'lowerBound')
  return offset
    ? { kind: 'frame_bound', bound: direction, offset: expression(build, offset), span }
    : { kind: 'frame_bound', bound: `unbounded_${direction}`, offset: null, span }
}

function exclusionOf(cst: CstNode | undefined): ast.WindowFrame['exclude'] {
  if (!cst || has(cst, K.NO)) return 'no_others'
  if (has(cst, K.TIES)) return 'ties'
  return has(cst, K.GROUP) ? 'group' : 'current_row'
}

/** From the first row of the partition to the last. */
const BOUNDS: readonly ast.FrameBound['bound'][] = [
  ...(['unbounded_preceding', 'preceding', 'current_row', 'following', 'unbounded_following'] as const),
]

function checkBounds({ diagnostics }: Build, { start, end }: ast.WindowFrame): void {
  if (start.bound === 'unbounded_following') {
    const help = 'write `UNBOUNDED PRECEDING` to start at the first row'
    return diagnostics.error('MV1001', 'a frame cannot start behind the last row', start.span, { help })
  }
  if (end.bound === 'unbounded_preceding') {
    const help = 'write `UNBOUNDED FOLLOWING` to end at the last row'
    return diagnostics.error('MV1001', 'a frame cannot end before the first row', end.span, { help })
  }
  if (BOUNDS.indexOf(start.bound) <= BOUNDS.indexOf(end.bound)) return
  const help = 'write the nearer end second, as in `BETWEEN 2 PRECEDING AND CURRENT ROW`'
  diagnostics.error('MV1001', 'this frame ends before it starts', start.span, { help })
}
