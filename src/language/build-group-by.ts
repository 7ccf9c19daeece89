/** Concrete to abstract syntax: GROUP BY and its grouping sets. */
import type { CstNode } from 'chevrotain'
import type * as ast from './ast.ts'
import { buildExpression, buildExpressions } from './build-expressions.ts'
import type { Build } from './cst.ts'
import { has, maybeNode, node, nodes, spanOf } from './cst.ts'
import { Keywords as K } from './tokens.ts'

/** Builds a `groupByClause`. `(a, b)` is the two of them. */
export function buildGroupBy(build: Build, cst: CstNode): ast.GroupItem[] {
  return nodes(cst, 'groupItem').flatMap<ast.GroupItem>(item => {
    const expression = maybeNode(item, 'expression')
    if (!expression) return [buildElement(build, item)]
    const built = buildExpression(build, expression)
    return built.kind === 'row' ? built.items : [built]
  })
}

/** A `groupItem` inside of GROUPING SETS, or one that is no expression. */
function buildElement(build: Build, cst: CstNode): ast.GroupingElement {
  const span = spanOf(build, cst)
  const expression = maybeNode(cst, 'expression')
  if (expression) return buildSet(buildExpression(build, expression))
  const rollup = maybeNode(cst, 'rollup')
  if (rollup) {
    const sets = buildExpressions(build, node(rollup, 'expressionList')).map(buildSet)
    return { kind: has(rollup, K.CUBE) ? 'cube' : 'rollup', sets, span }
  }
  const nested = maybeNode(cst, 'groupingSets')
  if (!nested) return { kind: 'grouping_set', items: [], span }
  const sets = nodes(nested, 'groupItem').map(item => buildElement(build, item))
  return { kind: 'grouping_sets', sets, span }
}

/** `(a, b)` or `a`. */
function buildSet(expression: ast.Expression): ast.GroupingSet {
  const items = expression.kind === 'row' ? expression.items : [expression]
  return { kind: 'grouping_set', items, span: expression.span }
}
