/** Random syntax trees for property tests. The spans are empty: they take no part in the comparison. */
import fc from 'fast-check'
import type { Arbitrary } from 'fast-check'
import type * as ast from '../../../src/language/ast.ts'
import { isReserved, keywordOf } from '../../../src/language/tokens.ts'

const span = { source: { name: 'generated', text: '' }, start: 0, end: 0 }

const plainNames = fc
  .oneof(
    fc.constantFrom(
      'a',
      'userId',
      'date',
      'key',
      'count',
      'by',
      'emit',
      'timestamp',
      'if',
      'größe',
      'over',
      'double',
    ),
    fc.stringMatching(/^[a-z_][a-z0-9_$]{0,5}$/),
  )
  .filter(name => {
    const keyword = keywordOf(name)
    return keyword === undefined || !isReserved(keyword)
  })
const identifiers: Arbitrary<ast.Identifier> = fc.oneof(
  plainNames.map(text => ({ kind: 'identifier' as const, text, quoted: false, span })),
  fc
    .oneof(
      fc.string({ minLength: 1, maxLength: 5, unit: 'grapheme' }),
      fc.constantFrom('"', 'select', '--', '/*'),
    )
    .map(text => ({ kind: 'identifier' as const, text, quoted: true, span })),
)
const maybe = <T>(values: Arbitrary<T>) => fc.option(values, { nil: null })
const some = <T>(values: Arbitrary<T>, maxLength = 3) => fc.array(values, { minLength: 1, maxLength })
const strings = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom("'", "''", '--', '/*', ';', '\n'),
)

const numbers = fc.constantFrom('0', '1', '1.', '.5', '1e5', '2.5E-3', '123456789012345678901234567890')
const literals: Arbitrary<ast.Literal> = fc.oneof(
  numbers.map(text => ({ kind: 'literal' as const, literal: 'number' as const, text, span })),
  fc
    .record({ literal: fc.constantFrom('string', 'date', 'timestamp', 'timestamptz'), text: strings })
    .map(({ literal, text }) => ({ kind: 'literal' as const, literal, text, span })),
  fc
    .constantFrom('true', 'false')
    .map(text => ({ kind: 'literal' as const, literal: 'boolean' as const, text, span })),
  fc.constant({ kind: 'literal' as const, literal: 'null' as const, text: 'null', span }),
)

const types: Arbitrary<ast.TypeName> = fc.oneof(
  fc
    .constantFrom(
      'INT',
      'VARCHAR',
      'DOUBLE PRECISION',
      'CHARACTER VARYING',
      'DATE',
      'TIMESTAMP',
      'TIMESTAMPTZ',
    )
    .map(name => ({ kind: 'type_name' as const, name, parameters: [], span })),
  fc
    .constantFrom('TIMESTAMP WITH TIME ZONE', 'TIMESTAMP WITHOUT TIME ZONE', 'DECIMAL', 'CHARACTER VARYING')
    .map(name => ({ kind: 'type_name' as const, name, parameters: [3], span })),
  fc.constant({ kind: 'type_name' as const, name: 'NUMERIC', parameters: [10, 2], span }),
)

const { expression: expressions } = fc.letrec<{ expression: ast.Expression }>(tie => {
  const operand = tie('expression')
  const leaf: Arbitrary<ast.Expression> = fc.oneof(
    literals,
    fc.record({
      kind: fc.constant('column_ref' as const),
      relation: maybe(identifiers),
      name: identifiers,
      span: fc.constant(span),
    }),
  )
  const node = <T extends ast.Expression>(kind: T['kind'], fields: object): Arbitrary<ast.Expression> =>
    fc.record({ kind: fc.constant(kind), ...fields, span: fc.constant(span) }) as Arbitrary<T>
  const negated = fc.boolean()
  const operators = fc.constantFrom('+', '-', '*', '/', '%', '||', '=', '<>', '<', '<=', '>', '>=')
  const whens = some(fc.record({ when: operand, then: operand, span: fc.constant(span) }), 2)
  const calls = fc.oneof(
    fc.record({ args: fc.constant([]), star: fc.boolean(), distinct: fc.constant(false) }),
    fc.record({ args: some(operand), star: fc.constant(false), distinct: fc.boolean() }),
  )
  const call = fc
    .tuple(identifiers, calls, maybe(operand))
    .map(([name, parts, filter]): ast.Expression => ({ kind: 'function_call', name, ...parts, filter, span }))
  const branches = [
    node<ast.UnaryExpression>('unary', { operator: fc.constantFrom('-', '+', 'NOT'), operand }),
    node<ast.BinaryExpression>('binary', {
      operator: operators,
      left: operand,
      right: operand,
      operatorSpan: fc.constant(span),
    }),
    node<ast.LogicalExpression>('logical', {
      operator: fc.constantFrom('AND', 'OR'),
      left: operand,
      right: operand,
    }),
    node<ast.IsNullExpression>('is_null', { operand, negated }),
    node<ast.IsDistinctExpression>('is_distinct', { left: operand, right: operand, negated }),
    node<ast.BetweenExpression>('between', { operand, low: operand, high: operand, negated }),
    node<ast.InExpression>('in', { operand, items: some(operand), negated }),
    node<ast.LikeExpression>('like', { operand, pattern: operand, caseInsensitive: fc.boolean(), negated }),
    node<ast.CaseExpression>('case', { operand: maybe(operand), whens, otherwise: maybe(operand) }),
    node<ast.CastExpression>('cast', { operand, type: types, form: fc.constantFrom('cast', 'colons') }),
    call,
  ]
  return {
    expression: fc.oneof({ maxDepth: 5, depthSize: 'medium' }, { arbitrary: leaf, weight: 5 }, ...branches),
  }
})

const { from: fromItems } = fc.letrec<{ from: ast.FromItem }>(tie => {
  const constantSpan = fc.constant(span)
  const table = fc.record({
    kind: fc.constant('table_ref' as const),
    name: identifiers,
    alias: maybe(identifiers),
    span: constantSpan,
  })
  const join = fc.record({
    kind: fc.constant('join' as const),
    join: fc.constantFrom('inner', 'left', 'right', 'full', 'cross'),
    left: tie('from'),
    right: tie('from'),
    on: maybe(expressions),
    span: constantSpan,
  })
  const aggregate = fc.record({
    kind: fc.constant('aggregate_join' as const),
    left: tie('from'),
    aggregate: identifiers,
    source: identifiers,
    column: maybe(identifiers),
    where: maybe(expressions),
    by: some(identifiers),
    alias: maybe(identifiers),
    on: maybe(expressions),
    span: constantSpan,
  })
  return { from: fc.oneof({ maxDepth: 3 }, table, join, aggregate) }
})

const selects: Arbitrary<ast.Select> = fc.record({
  kind: fc.constant('select' as const),
  items: some(
    fc.oneof(
      fc.record({
        kind: fc.constant('select_star' as const),
        relation: maybe(identifiers),
        span: fc.constant(span),
      }),
      fc.record({
        kind: fc.constant('select_expression' as const),
        expression: expressions,
        alias: maybe(identifiers),
        span: fc.constant(span),
      }),
    ),
  ),
  from: maybe(fromItems),
  where: maybe(expressions),
  groupBy: fc.array(expressions, { maxLength: 2 }),
  having: maybe(expressions),
  span: fc.constant(span),
})

const signedNumbers = fc
  .tuple(fc.constantFrom('', '-'), numbers)
  .map(([sign, digits]): ast.Literal => ({ kind: 'literal', literal: 'number', text: sign + digits, span }))
const properties = fc.array(
  fc.record({
    kind: fc.constant('property' as const),
    name: identifiers,
    value: fc.oneof(
      signedNumbers,
      literals.filter(({ literal }) => !literal.startsWith('date') && !literal.startsWith('time')),
    ),
    span: fc.constant(span),
  }),
  { maxLength: 3 },
)
const relation = fc.constantFrom('table', 'stream')

const sources: Arbitrary<ast.CreateSource> = fc.record({
  kind: fc.constant('create_source' as const),
  relation,
  name: identifiers,
  elements: some(
    fc.record({
      kind: fc.constant('column_definition' as const),
      name: identifiers,
      type: types,
      primaryKey: fc.boolean(),
      notNull: fc.boolean(),
      span: fc.constant(span),
    }),
  ),
  primaryKey: maybe(
    fc.record({
      kind: fc.constant('primary_key' as const),
      columns: some(identifiers),
      span: fc.constant(span),
    }),
  ),
  properties,
  span: fc.constant(span),
})
const views: Arbitrary<ast.CreateView> = fc.record({
  kind: fc.constant('create_view' as const),
  relation,
  name: identifiers,
  properties,
  query: selects,
  emitChanges: fc.boolean(),
  span: fc.constant(span),
})

/** Whole files of one to three statements. */
export const scripts: Arbitrary<ast.Script> = some(fc.oneof(sources, views)).map(statements => ({
  kind: 'script',
  statements,
  span,
}))
