/**
 * Random logical programs over small tables of INTEGER columns, and rows for them. Values are few, so that joins match and
 * groups have several rows. Conditions in WHERE may divide by zero; those in ON may not, for there the language says
 * itself for which rows they are evaluated.
 */
import type { Expr } from '../../src/expr/expr.ts'
import { setTag } from '../../src/expr/grouping-sets.ts'
import { columnsOf } from '../../src/expr/walk.ts'
import type { AggregateNode, JoinNode, LogicalNode, LogicalProgram } from '../../src/logical/plan.ts'
import type { Column, SourcePlan } from '../../src/topology/plan.ts'
import type { SqlType } from '../../src/types/sql-type.ts'
import type { Row, Value } from '../../src/types/value.ts'
import type { Tables } from './evaluate-plan.ts'
import {
  aggregate,
  and,
  BIGINT,
  BOOLEAN,
  call,
  coalesce,
  col,
  divide,
  eq,
  filter,
  INTEGER,
  integer,
  isNull,
  join,
  logicalView,
  lt,
  program,
  project,
  scan,
  table,
  truth,
  view,
  windows,
} from './logical-builder.ts'
import type { Random } from './random.ts'

const SOURCES = [
  table('a', 'id:integer x:integer y:integer', 'id'),
  table('b', 'id:integer x:integer y:integer', 'id'),
  table('c', 'p:integer q:integer x:integer', 'p q'),
]

export function randomTables(random: Random): Tables {
  return new Map(SOURCES.map(source => [source.name, randomRows(source, random)]))
}

function randomRows({ columns, primaryKey }: SourcePlan, random: Random): Row[] {
  const rows = new Map<string, Row>()
  for (let left = random.below(8); left > 0; left--) {
    const isSet = (index: number): boolean => primaryKey.includes(index) || random.chance(0.8)
    const row = columns.map((_, index): Value => (isSet(index) ? random.below(4) : null))
    rows.set(primaryKey.map(index => row[index]).join(), row)
  }
  return [...rows.values()]
}

/** Two views, the second of which may read the first. */
export function randomProgram(random: Random): LogicalProgram {
  const first = new Generator(random, []).node(2)
  const second = new Generator(random, [view('v1', first.columns)]).node(2)
  return program(SOURCES, logicalView('v1', first), logicalView('v2', second))
}

class Generator {
  readonly #random: Random
  readonly #relations: readonly LogicalNode[]

  constructor(random: Random, views: readonly LogicalNode[]) {
    this.#random = random
    this.#relations = [...SOURCES.map(scan), ...views, ...views]
  }

  node(depth: number): LogicalNode {
    if (depth < 0) return this.#random.pick(this.#relations)
    switch (this.#random.below(9)) {
      case 8:
        return this.#numbered(this.node(depth - 1))
      case 7:
        return this.#commaJoin()
      case 0:
        return this.#filter(this.node(depth - 1))
      case 1:
        return this.#projection(this.node(depth - 1))
      case 2:
        return this.#aggregate(this.node(depth - 1))
      case 3:
      case 4:
        return this.#aggregateJoins(this.node(depth - 1))
      default:
        return this.#join(this.node(depth - 1), this.node(Math.min(depth - 1, 0)))
    }
  }

  #filter(input: LogicalNode): LogicalNode {
    const parts = [this.#condition(input.columns), this.#condition(input.columns)]
    const failing = this.#ofType(input.columns, INTEGER)
    if (failing !== null && this.#random.chance(0.4)) parts.push(lt(integer(1), divide(integer(6), failing)))
    if (this.#random.chance(0.2)) parts.push(this.#alternatives(input.columns))
    return filter(input, and(...parts))
  }

  /** Rows numbered in partitions, mostly cut by their number, or by a column of the partition. */
  #numbered(input: LogicalNode): LogicalNode {
    const { columns } = input
    const partitionBy = this.#random.chance(0.7) ? [this.#random.below(columns.length)] : []
    const fns = this.#random.pick([
      ['row_number'],
      ['rank'],
      ['dense_rank', 'row_number'],
      ['percent_rank', 'rank'],
    ])
    // Columns in any order, and all of them where rows are numbered: ties have no order of their own.
    const order = [...columns.keys()].sort(() => this.#random.next() - 0.5)
    const orderBy = (fns.includes('row_number') ? order : order.slice(0, 1)).map(column => ({
      column,
      descending: this.#random.chance(0.5),
      nullsFirst: this.#random.chance(0.5),
    }))
    const window = windows(input, partitionBy, orderBy, fns)
    const last = col(window, window.columns.length - 1)
    const parts = [
      this.#random.chance(0.8)
        ? call(this.#random.pick(['lt', 'le', 'eq']), BOOLEAN, last, literal(last, this.#random.below(4)))
        : lt(literal(last, 1), last),
      ...(this.#random.chance(0.4) ? [this.#condition(columns)] : []),
      ...partitionBy.map(column => isNull(col(window, column))).filter(() => this.#random.chance(0.2)),
    ]
    return this.#random.chance(0.8) ? filter(window, and(...parts)) : window
  }

  /** Two conditions that have a part in common. */
  #alternatives(columns: readonly Column[]): Expr {
    const common = this.#condition(columns)
    const [first, second] = [this.#condition(columns), this.#condition(columns)]
    const rest = this.#random.chance(0.8) ? and(second, common) : common
    return { kind: 'or', type: BOOLEAN, args: [and(common, first), rest] }
  }

  /** `FROM a, b, c` with equalities above that need not connect them in that order. */
  #commaJoin(): LogicalNode {
    const inputs = Array.from({ length: 3 }, () =>
      this.#random.pick(this.#relations.slice(0, SOURCES.length)),
    )
    const joined = inputs.reduce((left, right) => join('inner', left, right, null))
    const { columns } = joined
    const parts = Array.from({ length: 1 + this.#random.below(3) }, () =>
      equal(this.#column(columns), this.#column(columns)),
    )
    return filter(joined, and(...parts))
  }

  /** A condition that cannot fail. */
  #condition(columns: readonly Column[]): Expr {
    const [first, second] = [this.#column(columns), this.#column(columns)]
    const same = first.type.kind === second.type.kind
    switch (this.#random.below(5)) {
      case 0:
        return isNull(first)
      case 1:
        return truth(this.#random.chance(0.8))
      case 2:
        return same ? eq(first, second) : isNull(second)
      case 3:
        return same ? lt(first, second) : { kind: 'not', type: BOOLEAN, arg: isNull(second) }
      default:
        return lt(first, literal(first, 3))
    }
  }

  #projection(input: LogicalNode): LogicalNode {
    const { columns } = input
    const outputs = Array.from({ length: 1 + this.#random.below(3) }, (_, index): [string, Expr] => {
      const column = this.#column(columns)
      const isComputed = this.#random.chance(0.3)
      const failing = this.#ofType(columns, INTEGER)
      if (isComputed && failing !== null && this.#random.chance(0.3))
        return [`f${index}`, divide(integer(9), failing)]
      return [`p${index}`, isComputed ? coalesce(column, literal(column, 0)) : column]
    })
    return project(input, Object.fromEntries(outputs))
  }

  #aggregate(input: LogicalNode): LogicalNode {
    const groups = Array.from({ length: this.#random.below(3) }, () => this.#column(input.columns))
    const node = aggregate(input, groups, this.#calls(input.columns))
    return this.#random.chance(0.3) ? this.#inSets(node) : node
  }

  #inSets(node: AggregateNode): LogicalNode {
    const sets = Array.from({ length: 1 + this.#random.below(3) }, () =>
      [...node.groupBy.keys()].filter(() => this.#random.chance(0.6)),
    )
    const tag = setTag(
      node.groupBy.map((_, index) => `g${index}`),
      sets,
    )
    const columns = [...node.columns, { name: 'set', type: INTEGER }]
    return { ...node, columns, sets: { sets, tags: [tag] } }
  }

  #calls(columns: readonly Column[]): Record<string, readonly [fn: string, arg?: Expr]> {
    const number = this.#ofType(columns, INTEGER)
    const all: readonly (readonly [string, Expr?])[] = [
      ['count(*)'],
      ['count(any)', this.#column(columns)],
      ...(number === null
        ? []
        : ([
            ['sum(integer)', number],
            ['max(integer)', number],
          ] as const)),
    ]
    return { n: this.#random.pick(all), m: this.#random.pick(all) }
  }

  /** Left joins with aggregates by a column each, mostly the first: what becomes a group-join. */
  #aggregateJoins(left: LogicalNode): LogicalNode {
    let node = left
    for (let joins = 1 + this.#random.below(3); joins > 0; joins--) {
      const source = this.#random.chance(0.2)
        ? this.#aggregate(this.node(0))
        : this.#random.pick(this.#relations)
      const group = this.#column(source.columns)
      const grouped = aggregate(source, [group], this.#calls(source.columns))
      const right = this.#random.chance(0.3) ? this.#projectionWithKey(grouped) : grouped
      const key = this.#random.chance(0.8) ? 0 : this.#random.below(left.columns.length)
      const joined = join('left', node, right, (l, r) => equal(l(key), r(0)))
      node = this.#random.chance(0.5) ? this.#coalesced(joined, node.columns.length) : joined
    }
    return node
  }

  #projectionWithKey(input: LogicalNode): LogicalNode {
    const last = col(input, input.columns.length - 1)
    return project(input, { k: 0, m: coalesce(last, literal(last, 0)) })
  }

  #coalesced(input: LogicalNode, from: number): LogicalNode {
    const outputs = input.columns.map((_, index): [string, Expr] => {
      const column = col(input, index)
      return [`c${index}`, index < from ? column : coalesce(column, literal(column, 0))]
    })
    return project(input, Object.fromEntries(outputs))
  }

  #join(left: LogicalNode, right: LogicalNode): JoinNode {
    const kind = this.#random.pick(['inner', 'left'] as const)
    const width = left.columns.length
    const columns = [...left.columns, ...right.columns]
    const side = (index: number): boolean => index < width
    const parts: Expr[] = []
    for (let pairs = 1 + this.#random.below(2); pairs > 0; pairs--) {
      const onRight = this.#random.below(right.columns.length) + width
      parts.push(equal(col({ columns }, this.#random.below(width)), col({ columns }, onRight)))
    }
    const extra = this.#condition(columns)
    const sides = new Set(columnsOf(extra).map(side))
    if (this.#random.chance(0.4) && (kind === 'inner' || sides.size < 2)) parts.push(extra)
    return { ...join(kind, left, right, null), on: and(...parts) }
  }

  #column(columns: readonly Column[]): Expr {
    return col({ columns }, this.#random.below(columns.length))
  }

  #ofType(columns: readonly Column[], type: SqlType): Expr | null {
    const fitting = columns.flatMap((column, index) => (column.type.kind === type.kind ? [index] : []))
    return fitting.length === 0 ? null : col({ columns }, this.#random.pick(fitting))
  }
}

/** The equality of two columns, the narrower one cast. */
function equal(first: Expr, second: Expr): Expr {
  return first.type.kind === second.type.kind ? eq(first, second) : eq(widened(first), widened(second))
}

function widened(expr: Expr): Expr {
  return expr.type.kind === 'bigint' ? expr : { kind: 'cast', type: BIGINT, arg: expr }
}

function literal({ type }: Expr, value: number): Expr {
  return { kind: 'literal', type, text: String(value) }
}
