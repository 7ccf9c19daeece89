/** Random syntax trees for property tests. The spans are empty: they take no part in the comparison. */
import fc from 'fast-check'
import type { Arbitrary, LetrecTypedTie, LetrecValue } from 'fast-check'
import type * as ast from '../../../src/language/ast.ts'
import { isReserved, keywordOf } from '../../../src/language/tokens.ts'

const span = { source: { name: 'generated', text: '' }, start: 0, end: 0 }

/** Names that have to be quoted in some place where they would be read as something else. */
const SPECIAL = new Set([
  ...['any', 'array', 'cube', 'current', 'exists', 'grouping', 'groups', 'map', 'overlay', 'partition'],
  ...[
    'position',
    'range',
    'rollup',
    'row',
    'rows',
    'some',
    'struct',
    'substring',
    'trim',
    'try_cast',
    'unbounded',
    'values',
  ],
  ...['avg', 'count', 'max', 'min', 'sum'],
])
const NAMES = ['a', 'userId', 'date', 'key', 'by', 'emit', 'timestamp', 'if', 'größe', 'over', 'double', 'at']
const plainNames = fc
  .oneof(fc.constantFrom(...NAMES, 'desc', 'nulls'), fc.stringMatching(/^[a-z_][a-z0-9_$]{0,5}$/))
  .filter(name => {
    const keyword = keywordOf(name)
    return !SPECIAL.has(name) && (keyword === undefined || !isReserved(keyword))
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
/** How deep a tree is at most, counted over all kinds of nodes; below it stand only leaves. */
const depth = { maxDepth: 3, depthIdentifier: fc.createDepthIdentifier() }
const maybe = <T>(values: Arbitrary<T>) => fc.option(values, { nil: null, ...depth })
const some = <T>(values: Arbitrary<T>, maxLength = 2) => fc.array(values, { minLength: 1, maxLength })
const few = <T>(values: Arbitrary<T>): Arbitrary<readonly T[]> =>
  fc.oneof(depth, fc.constant([]), fc.array(values, { maxLength: 2 }))
const flag = fc.boolean()

/** A node of one kind. */
function node<T extends { kind: string }>(
  kind: T['kind'],
  fields: { readonly [K in Exclude<keyof T, 'kind' | 'span'>]: Arbitrary<T[K]> },
): Arbitrary<T> {
  return fc.record({ kind: fc.constant(kind), ...fields, span: fc.constant(span) }) as unknown as Arbitrary<T>
}

const strings = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom("'", "''", '--', '/*', ';', '\n'),
)
const numbers = fc.constantFrom('0', '1', '1.', '.5', '1e5', '2.5E-3', '123456789012345678901234567890')
const textual = ['string', 'date', 'time', 'timestamp', 'timestamptz', 'interval', 'uuid', 'json'] as const
const literals: Arbitrary<ast.Literal> = fc.oneof(
  node<ast.Literal>('literal', { literal: fc.constant('number'), text: numbers }),
  node<ast.Literal>('literal', { literal: fc.constantFrom(...textual), text: strings }),
  node<ast.Literal>('literal', { literal: fc.constant('boolean'), text: fc.constantFrom('true', 'false') }),
  node<ast.Literal>('literal', { literal: fc.constant('null'), text: fc.constant('null') }),
)

const plainType = (names: readonly string[], parameters: readonly number[]): Arbitrary<ast.TypeName> =>
  node<ast.TypeName>('type_name', {
    name: fc.constantFrom(...names),
    parameters: fc.constant(parameters),
    elements: fc.constant([]),
    fields: fc.constant([]),
  })
const WORDS = ['INT', 'VARCHAR', 'DOUBLE PRECISION', 'CHARACTER VARYING', 'DATE', 'TIMESTAMP', 'TIMESTAMPTZ']
const { type: types } = fc.letrec<{ type: ast.TypeName }>(tie => {
  const nested = (name: string, elements: Arbitrary<readonly ast.TypeName[]>) =>
    node<ast.TypeName>('type_name', {
      name: fc.constant(name),
      parameters: fc.constant([]),
      elements,
      fields: fc.constant([]),
    })
  const field = node<ast.FieldDefinition>('field_definition', { name: identifiers, type: tie('type') })
  return {
    type: fc.oneof(
      depth,
      plainType([...WORDS, 'INTERVAL', 'TIME', 'UUID', 'JSON', 'BYTES', 'REAL'], []),
      plainType(
        ['TIMESTAMP WITH TIME ZONE', 'TIMESTAMP WITHOUT TIME ZONE', 'DECIMAL', 'CHARACTER VARYING'],
        [3],
      ),
      plainType(['NUMERIC'], [10, 2]),
      nested('ARRAY', fc.tuple(tie('type'))),
      nested('MAP', fc.tuple(tie('type'), tie('type'))),
      node<ast.TypeName>('type_name', {
        name: fc.constant('STRUCT'),
        parameters: fc.constant([]),
        elements: fc.constant([]),
        fields: some(field),
      }),
    ),
  }
})

interface Tree {
  readonly expression: ast.Expression
  readonly call: ast.FunctionCall
  readonly sort: ast.SortItem
  readonly window: ast.WindowSpec
  readonly query: ast.Query
  readonly body: ast.QueryBody
  readonly select: ast.Select
  readonly group: ast.GroupItem
  readonly sets: ast.GroupingElement
  readonly relation: ast.FromItem
  readonly from: ast.FromItem
}

const comparisons = fc.constantFrom('=', '<>', '<', '<=', '>', '>=')
const operators = fc.oneof(
  comparisons,
  fc.constantFrom(
    '+',
    '-',
    '*',
    '/',
    '%',
    '^',
    '||',
    '~',
    '~*',
    '!~',
    '!~*',
    '->',
    '->>',
    '#>',
    '@>',
    '?',
    '&&',
  ),
)
const operatorSpan = fc.constant(span)

const trees = fc.letrec<Tree>((tie: LetrecTypedTie<Tree>): LetrecValue<Tree> => {
  const [operand, query] = [tie('expression'), tie('query')]
  const others = { operand, negated: flag }
  const pattern = { ...others, pattern: operand, escape: maybe(operand) }
  const columnRef = node<ast.ColumnRef>('column_ref', { relation: maybe(identifiers), name: identifiers })
  const leaf: Arbitrary<ast.Expression> = fc.oneof(literals, columnRef)
  const whens = some(fc.record({ when: operand, then: operand, span: fc.constant(span) }), 2)
  const entries = few(fc.record({ key: operand, value: operand, span: fc.constant(span) }))
  const fields = some(fc.record({ name: identifiers, value: operand, span: fc.constant(span) }), 2)
  const windowed = { limit: maybe(operand), offset: maybe(operand), orderBy: few(tie('sort')) }
  const names = few(identifiers)

  return {
    expression: fc.oneof(
      depth,
      { arbitrary: leaf, weight: 12 },
      node<ast.UnaryExpression>('unary', { operator: fc.constantFrom('-', '+', 'NOT'), operand }),
      node<ast.BinaryExpression>('binary', {
        operator: operators,
        left: operand,
        right: operand,
        operatorSpan,
      }),
      node<ast.LogicalExpression>('logical', {
        operator: fc.constantFrom('AND', 'OR'),
        left: operand,
        right: operand,
      }),
      node<ast.IsNullExpression>('is_null', others),
      node<ast.IsDistinctExpression>('is_distinct', { left: operand, right: operand, negated: flag }),
      node<ast.BetweenExpression>('between', {
        symmetric: fc.boolean(),
        ...others,
        low: operand,
        high: operand,
      }),
      node<ast.InExpression>('in', { ...others, items: some(operand) }).filter(
        ({ items }) => items.length > 1 || items[0]!.kind !== 'subquery',
      ),
      node<ast.InSubquery>('in_subquery', { ...others, query }),
      node<ast.LikeExpression>('like', { ...pattern, caseInsensitive: flag }),
      node<ast.SimilarExpression>('similar', pattern),
      node<ast.QuantifiedComparison>('quantified', {
        left: operand,
        operator: comparisons,
        quantifier: fc.constantFrom('any', 'all'),
        query,
        operatorSpan,
      }),
      node<ast.QuantifiedArray>('quantified_array', {
        left: operand,
        operator: comparisons,
        quantifier: fc.constantFrom('any', 'all'),
        array: operand,
        operatorSpan,
      }).filter(({ array }) => array.kind !== 'subquery'),
      node<ast.AtTimeZone>('at_time_zone', { operand, zone: operand }),
      node<ast.CaseExpression>('case', { operand: maybe(operand), whens, otherwise: maybe(operand) }),
      node<ast.CastExpression>('cast', {
        operand,
        type: types,
        form: fc.constantFrom('cast', 'colons', 'try'),
      }),
      tie('call'),
      node<ast.ScalarSubquery>('subquery', { query }),
      node<ast.ExistsExpression>('exists', { query }),
      node<ast.RowExpression>('row', { items: some(operand) }),
      node<ast.ArrayExpression>('array', { items: few(operand) }),
      node<ast.MapExpression>('map', { entries }),
      node<ast.StructExpression>('struct', { fields }),
      node<ast.Subscript>('subscript', { operand, index: operand }),
      node<ast.FieldAccess>('field_access', {
        form: fc.constantFrom('arrow', 'dot'),
        operand,
        field: identifiers,
      }),
      node<ast.Lambda>('lambda', { parameters: some(identifiers, 2), body: operand }),
    ),

    call: fc
      .tuple(
        fc.oneof(
          fc.record({
            args: fc.constant([]),
            star: flag,
            distinct: fc.constant(false),
            orderBy: fc.constant([]),
          }),
          fc.record({
            args: some(operand),
            star: fc.constant(false),
            distinct: flag,
            orderBy: few(tie('sort')),
          }),
        ),
        fc.record({
          name: identifiers,
          withinGroup: few(tie('sort')),
          filter: maybe(operand),
          nulls: maybe(fc.constantFrom('respect', 'ignore')),
          over: maybe(fc.oneof(identifiers, tie('window'))),
        }),
      )
      .map(([args, rest]): ast.FunctionCall => ({ kind: 'function_call', ...args, ...rest, span })),

    sort: node<ast.SortItem>('sort_item', { expression: operand, descending: flag, nullsFirst: maybe(flag) }),

    window: node<ast.WindowSpec>('window', {
      base: maybe(identifiers),
      partitionBy: few(operand),
      orderBy: few(tie('sort')),
      frame: maybe(frames(operand)),
    }),

    query: node<ast.Query>('query', {
      with: few(node<ast.CommonTable>('common_table', { name: identifiers, columns: names, query })),
      recursive: flag,
      body: tie('body'),
      ...windowed,
    }).map(normalQuery),

    body: fc.oneof(
      depth,
      { arbitrary: tie('select'), weight: 4 },
      node<ast.Values>('values', { rows: some(some(operand)) }),
      node<ast.SetOperation>('set_operation', {
        operator: fc.constantFrom('union', 'intersect', 'except'),
        all: flag,
        left: tie('body'),
        right: tie('body'),
      }),
      query.map(limited),
    ),

    select: node<ast.Select>('select', {
      distinct: flag,
      distinctOn: few(operand),
      items: some(
        fc.oneof(
          node<ast.SelectStar>('select_star', { relation: maybe(identifiers) }),
          node<ast.SelectExpression>('select_expression', { expression: operand, alias: maybe(identifiers) }),
        ),
      ),
      from: maybe(tie('from')),
      where: maybe(operand),
      groupBy: few(tie('group')),
      having: maybe(operand),
      windows: few(
        node<ast.WindowDefinition>('window_definition', { name: identifiers, window: tie('window') }),
      ),
    }).map(select => (select.distinct ? select : { ...select, distinctOn: [] })),

    group: fc.oneof(
      operand.filter(({ kind }) => kind !== 'row'),
      tie('sets').filter(element => element.kind !== 'grouping_set' || element.items.length === 0),
    ),

    sets: fc.oneof(
      depth,
      groupingSets(few(operand)),
      node<ast.Rollup>('rollup', { sets: some(groupingSets(some(operand))) }),
      node<ast.Cube>('cube', { sets: some(groupingSets(some(operand))) }),
      node<ast.GroupingSets>('grouping_sets', { sets: some(tie('sets')) }),
    ),

    relation: fc.oneof(
      depth,
      node<ast.TableRef>('table_ref', { name: identifiers, alias: maybe(identifiers), columns: names }).map(
        aliased,
      ),
      node<ast.DerivedTable>('derived_table', { lateral: flag, query, alias: identifiers, columns: names }),
      node<ast.TableFunction>('table_function', {
        lateral: flag,
        name: identifiers,
        args: few(operand),
        ordinality: flag,
        alias: maybe(identifiers),
        columns: names,
      }).map(aliased),
      node<ast.Join>('join', {
        join: fc.constantFrom('inner', 'left', 'right', 'full', 'cross'),
        natural: flag,
        left: tie('relation'),
        right: tie('relation'),
        on: maybe(operand),
        using: maybe(some(identifiers)),
        comma: fc.constant(false),
      }).map(join => (join.on ? { ...join, using: null } : join)),
      node<ast.AggregateJoin>('aggregate_join', {
        left: tie('relation'),
        aggregate: identifiers,
        source: identifiers,
        column: maybe(identifiers),
        where: maybe(operand),
        by: some(identifiers),
        alias: maybe(identifiers),
        on: maybe(operand),
      }),
    ),

    from: some(tie('relation')).map(items =>
      items.reduce((left, right): ast.FromItem => ({
        kind: 'join',
        join: 'cross',
        natural: false,
        left,
        right,
        on: null,
        using: null,
        comma: true,
        span,
      })),
    ),
  }
})

/** A single expression that is a row would be read as the columns of it. */
function groupingSets(items: Arbitrary<readonly ast.Expression[]>): Arbitrary<ast.GroupingSet> {
  return node<ast.GroupingSet>('grouping_set', { items }).filter(
    set => set.items.length !== 1 || set.items[0]!.kind !== 'row',
  )
}

function aliased<T extends ast.TableRef | ast.TableFunction>(relation: T): T {
  return relation.alias ? relation : { ...relation, columns: [] }
}

/** Whether a query is more than its body. */
function isMore({ with: tables, orderBy, limit, offset }: ast.Query): boolean {
  return tables.length > 0 || orderBy.length > 0 || limit !== null || offset !== null
}

/** Without a clause of its own a query in parentheses is read as its body. */
function limited(query: ast.Query): ast.Query {
  const limit: ast.Literal = { kind: 'literal', literal: 'number', text: '1', span }
  return isMore(query) ? query : { ...query, limit }
}

function normalQuery(query: ast.Query): ast.Query {
  const normal = query.with.length > 0 ? query : { ...query, recursive: false }
  return normal.body.kind === 'query' && !isMore(normal) ? normal.body : normal
}

function frames(operand: Arbitrary<ast.Expression>): Arbitrary<ast.WindowFrame> {
  const bound = (kind: ast.FrameBound['bound']) =>
    node<ast.FrameBound>('frame_bound', {
      bound: fc.constant(kind),
      offset: kind === 'preceding' || kind === 'following' ? operand : fc.constant(null),
    })
  return node<ast.WindowFrame>('frame', {
    unit: fc.constantFrom('rows', 'range', 'groups'),
    start: fc.oneof(bound('unbounded_preceding'), bound('preceding'), bound('current_row')),
    end: fc.oneof(bound('current_row'), bound('following'), bound('unbounded_following')),
    exclude: fc.constantFrom('no_others', 'current_row', 'group', 'ties'),
  })
}

const signedNumbers = fc
  .tuple(fc.constantFrom('', '-'), numbers)
  .map(([sign, digits]): ast.Literal => ({ kind: 'literal', literal: 'number', text: sign + digits, span }))
const plain = new Set(['null', 'boolean', 'string', 'number'])
const properties = fc.array(
  node<ast.Property>('property', {
    name: identifiers,
    value: fc.oneof(
      signedNumbers,
      literals.filter(({ literal }) => plain.has(literal)),
    ),
  }),
  { maxLength: 3 },
)
const options = { orReplace: flag, source: flag, ifNotExists: flag, name: identifiers }

const sources = node<ast.CreateSource>('create_source', {
  ...options,
  relation: fc.constantFrom('table', 'stream'),
  elements: some(
    node<ast.ColumnDefinition>('column_definition', {
      name: identifiers,
      type: types,
      primaryKey: flag,
      notNull: flag,
    }),
  ),
  primaryKey: maybe(node<ast.PrimaryKeyConstraint>('primary_key', { columns: some(identifiers) })),
  properties,
})
const views = node<ast.CreateView>('create_view', {
  ...options,
  relation: fc.constantFrom('table', 'stream', 'view'),
  properties,
  query: trees.query,
  emitChanges: flag,
})
const others = fc.oneof(
  node<ast.CreateIndex>('create_index', {
    name: maybe(identifiers),
    view: identifiers,
    columns: some(identifiers),
  }),
  node<ast.CreateType>('create_type', { name: identifiers, type: types }),
  node<ast.InsertInto>('insert_into', {
    target: identifiers,
    query: trees.query.filter(({ body }) => body.kind !== 'values'),
    emitChanges: flag,
  }),
)

/** Whole files of one to three statements. */
export const scripts: Arbitrary<ast.Script> = some(
  fc.oneof(sources, { arbitrary: views, weight: 3 }, others),
).map(statements => ({ kind: 'script', statements, span }))
