/**
 * Which columns identify a row: derived for every relation from the keys and functional dependencies of its inputs.
 *
 * A dependency `from → to` says that rows with equal values in `from` have equal values in `to` (NULL equal to NULL).
 * A key is a set of columns in which no two rows agree. The rules:
 *   source      its primary key, which determines every column
 *   filter      keeps all; `a = b` adds a → b and b → a; a column that IS NULL is determined by nothing (so a left join
 *               filtered to rows without a match has the left's key)
 *   project     a key survives when each of its columns does: as itself, or as a column that determines it; an
 *               expression is determined by what it reads, unless that is a DECIMAL without a fixed scale: 1.5 and 1.50
 *               are equal, but an expression (a cast to text) may tell them apart
 *   inner join  left key with right key, less what the rest determines; the two sides of an equality determine each other.
 *               So a right side unique on its join key gives the left's key, a left side unique on its own the right's
 *   left join   as inner, but only left → right: the right columns of a row without a match are NULL. A left row either
 *               has matches or stands alone, so left key with right key identifies rows even where the latter is NULL
 *   full join   left key with right key, if one of the two is never NULL as a whole; a side's dependency holds where a column of its `from` is never NULL there
 *   semi, anti  the left side's, and for semi the equal columns are not NULL
 *   union       none: two inputs may have the same row; unless columns are constants that tell the inputs apart: those with
 *               the inputs' keys together
 *   intersect,  the left side's where it has any, and without ALL the whole row
 *   except
 *   unnest      the input's with the number of the element, where that is asked for; dependencies of kept columns stay
 *   top-N       the input's; with a limit of one row also the partition
 *   window      the input's; a row number with the partition
 *   aggregate   the group columns, less what the rest of them determines
 */
import type { Expr } from '../expr/expr.ts'
import { columnsOf, mapColumns } from '../expr/walk.ts'

export interface Dependency {
  readonly from: readonly number[]
  readonly to: readonly number[]
}

/** What is known about the columns of a relation, by position. */
export interface Keys {
  /** Minimal keys, the preferred one first; empty when rows may repeat. */
  readonly keys: readonly (readonly number[])[]
  readonly dependencies: readonly Dependency[]
  /** Columns that are never NULL. */
  readonly notNull: ReadonlySet<number>
}

/** A pair of columns that a join or a filter makes equal. */
export type EqualColumns = readonly [left: number, right: number]

/** More candidates than this are of no use and cost time in wide joins. */
const MAX_KEYS = 4

/** All columns that `columns` determine, themselves included. */
export function closure(columns: Iterable<number>, dependencies: readonly Dependency[]): Set<number> {
  const known = new Set(columns)
  for (let before = -1; before !== known.size;) {
    before = known.size
    for (const { from, to } of dependencies) {
      if (from.every(column => known.has(column))) for (const column of to) known.add(column)
    }
  }
  return known
}

/** Whether no two rows agree in all of `columns`. */
export function isUnique(relation: Keys, columns: readonly number[]): boolean {
  const known = closure(columns, relation.dependencies)
  return relation.keys.some(key => key.every(column => known.has(column)))
}

/** Whether `columns` are a key and none of them can be left out. */
export function isMinimalKey(relation: Keys, columns: readonly number[]): boolean {
  return (
    isUnique(relation, columns) && minimal(columns, columns, relation.dependencies).length === columns.length
  )
}

export function sourceKeys(primaryKey: readonly number[], width: number): Keys {
  if (primaryKey.length === 0) return { keys: [], dependencies: [], notNull: new Set() }
  const others = range(width).filter(column => !primaryKey.includes(column))
  return {
    keys: [primaryKey],
    dependencies: [{ from: primaryKey, to: others }],
    notNull: new Set(primaryKey),
  }
}

/** Of the rows of `input` for which the `equal` columns are equal (and so not NULL) and the `nulls` are NULL. */
export function filterKeys(input: Keys, equal: readonly EqualColumns[], nulls: readonly number[]): Keys {
  const dependencies = [
    ...input.dependencies,
    ...equal.flatMap(([a, b]) => [determines(a, b), determines(b, a)]),
    ...dependency([], nulls),
  ]
  return {
    keys: preferred(input.keys.map(key => minimal(key, key, dependencies))),
    dependencies,
    notNull: new Set([...input.notNull, ...equal.flat()]),
  }
}

/** Of a projection; `exprs` are over the input's columns. */
export function projectKeys(input: Keys, exprs: readonly Expr[]): Keys {
  const origins = exprs.map(originColumn)
  const reached = origins.map(origin => (origin === null ? null : closure([origin], input.dependencies)))
  /** The output that stands for an input column: the column itself, or else one that determines it. */
  const outputFor = (column: number): number | null => {
    const direct = exprs.findIndex(expr => expr.kind === 'column' && expr.index === column)
    const output = direct >= 0 ? direct : reached.findIndex(columns => columns?.has(column))
    return output >= 0 ? output : null
  }
  const translate = (columns: readonly number[]): readonly number[] | null => {
    const outputs = columns.map(outputFor)
    return outputs.every(output => output !== null) ? outputs : null
  }
  const read = exprs.map(columnsOf)
  const opaque = exprs.map(expr => expr.kind !== 'column' && readsFreeDecimal(expr))
  const outputsIn = (columns: ReadonlySet<number>): number[] =>
    range(exprs.length).filter(
      output => !opaque[output] && read[output]!.every(column => columns.has(column)),
    )
  const dependencies = [
    ...input.dependencies.map(({ from }) => ({
      from: translate(from),
      to: closure(from, input.dependencies),
    })),
    ...range(exprs.length).map(output => ({ from: [output], to: reached[output] ?? new Set<number>() })),
  ].flatMap(({ from, to }) => (from === null ? [] : dependency(from, outputsIn(to))))
  const keys = input.keys.map(translate).filter(key => key !== null)
  return {
    keys: preferred(keys.map(key => minimal(key, key, dependencies))),
    dependencies,
    notNull: new Set(range(exprs.length).filter(output => input.notNull.has(origins[output] ?? -1))),
  }
}

/** Of an equi-join; `pairs` are a left and a right position each, the right one counted within the right side. */
export function joinKeys(
  kind: 'inner' | 'left',
  left: Keys,
  right: Keys,
  pairs: readonly EqualColumns[],
  leftWidth: number,
  { nullsMatch = false, hasResidual = false } = {},
): Keys {
  const shift = (columns: Iterable<number>): number[] => [...columns].map(column => column + leftWidth)
  const leftKey = pairs.map(([column]) => column)
  const rightKey = shift(pairs.map(([, column]) => column))
  const notNullKeys = nullsMatch ? [] : [...leftKey, ...rightKey]
  const matched = new Set([...shift(right.notNull), ...(nullsMatch ? [] : rightKey)])
  const fromRight = right.dependencies.map(({ from, to }) => ({ from: shift(from), to: shift(to) }))
  const dependencies = [
    ...left.dependencies,
    // In a left join, a right row whose `from` is all NULL would look like "no match".
    ...(kind === 'inner'
      ? fromRight
      : fromRight.filter(({ from }) => from.some(column => matched.has(column)))),
    ...(kind === 'inner'
      ? pairs.flatMap((_, index) => [
          determines(leftKey[index]!, rightKey[index]!),
          determines(rightKey[index]!, leftKey[index]!),
        ])
      : // With a residual, of two rows with the same key one may have a match and the other none.
        hasResidual
        ? []
        : [{ from: leftKey, to: rightKey }]),
  ]
  const keys = left.keys.flatMap(leftOne =>
    right.keys.map(shift).flatMap(rightOne => {
      const both = [...leftOne, ...rightOne]
      return [
        minimal(both, [...rightOne, ...leftOne], dependencies),
        minimal(both, [...leftOne, ...rightOne], dependencies),
      ]
    }),
  )
  return {
    keys: preferred(keys),
    dependencies,
    notNull: kind === 'left' ? left.notNull : new Set([...left.notNull, ...matched, ...notNullKeys]),
  }
}

/** Of a full join; `leftWidth` columns of the left side come first. */
export function fullJoinKeys(left: Keys, right: Keys, leftWidth: number): Keys {
  const shift = (columns: Iterable<number>): number[] => [...columns].map(column => column + leftWidth)
  const present = new Set([...left.notNull, ...shift(right.notNull)])
  const dependencies = [
    ...left.dependencies,
    ...right.dependencies.map(({ from, to }) => ({ from: shift(from), to: shift(to) })),
  ].filter(({ from }) => from.some(column => present.has(column)))
  // A row of either side alone must not look like one of the other: both their keys could be NULL.
  const keys = left.keys
    .flatMap(leftOne => right.keys.map(rightOne => [...leftOne, ...shift(rightOne)]))
    .filter(key => key.some(column => present.has(column)))
  return { keys: preferred(keys), dependencies, notNull: new Set() }
}

/** Of the left rows that have a match. */
export function semiJoinKeys(left: Keys, leftKey: readonly number[], nullsMatch: boolean): Keys {
  return nullsMatch ? left : { ...left, notNull: new Set([...left.notNull, ...leftKey]) }
}

/** Of constant rows: one row needs no column to be told from others. */
export function valuesKeys(rows: number): Keys {
  return { keys: rows <= 1 ? [[]] : [], dependencies: [], notNull: new Set() }
}

/** Of UNION ALL; `constants` are, for each input, what columns of it are in all rows. */
export function unionKeys(
  inputs: readonly Keys[],
  constants: readonly ReadonlyMap<number, string>[],
  width: number,
): Keys {
  const notNull = new Set(range(width).filter(column => inputs.every(input => input.notNull.has(column))))
  const tags = tellingApart(constants, width)
  if (tags.length === 0 || inputs.some(({ keys }) => keys.length === 0))
    return { keys: [], dependencies: [], notNull }
  const within = [...new Set(inputs.flatMap(({ keys }) => keys[0]!))]
  const keys = tags.map(tag => [...within, ...tag.filter(column => !within.includes(column))])
  return { keys: preferred(keys), dependencies: keys.flatMap(key => dependency(key, range(width))), notNull }
}

/** Columns whose constants are different in all inputs: one alone, or all constant ones together. */
function tellingApart(constants: readonly ReadonlyMap<number, string>[], width: number): number[][] {
  const constant = range(width).filter(column => constants.every(texts => texts.has(column)))
  const tellApart = (columns: readonly number[]): boolean => {
    const texts = constants.map(texts => JSON.stringify(columns.map(column => texts.get(column))))
    return new Set(texts).size === constants.length
  }
  const single = constant.filter(column => tellApart([column])).map(column => [column])
  return single.length > 0 || !tellApart(constant) ? single : [constant]
}

/** Of INTERSECT and EXCEPT. The left side's dependencies hold, its rows being the only ones. */
export function setOperationKeys(left: Keys, all: boolean, width: number): Keys {
  if (left.keys.length > 0 || all) return left
  return { ...left, keys: [minimal(range(width), range(width).reverse(), left.dependencies)] }
}

/** Of the first rows of each partition. */
export function topNKeys(
  input: Keys,
  partitionBy: readonly number[],
  limit: number | null,
  width: number,
): Keys {
  if (limit === null || limit > 1) return input
  return {
    keys: preferred([partitionBy, ...input.keys]),
    dependencies: [...input.dependencies, ...dependency(partitionBy, range(width))],
    notNull: input.notNull,
  }
}

/**
 * Of window functions behind the input's columns: a row that is there once has one value of each. A row number tells the
 * rows of a partition apart, so it is a key together with the partition; the keys that the rows have anyway come first.
 *
 * @param numbers the columns that are row numbers
 */
export function windowKeys(
  input: Keys,
  partitionBy: readonly number[],
  numbers: readonly number[],
  width: number,
): Keys {
  const numbered = numbers.map(number => [...partitionBy, number])
  return {
    keys: [...input.keys, ...numbered].slice(0, MAX_KEYS),
    dependencies: [
      ...input.dependencies,
      ...[...input.keys, ...numbered].flatMap(key => dependency(key, range(width))),
    ],
    notNull: new Set([...input.notNull, ...numbers]),
  }
}

/** Of elements behind `kept` columns of the input; `ordinal` is the column of their numbers, null without one. */
export function unnestKeys(
  input: Keys,
  kept: readonly number[],
  ordinal: number | null,
  width: number,
): Keys {
  const moved = (columns: Iterable<number>): number[] => [...columns].map(column => kept.indexOf(column))
  const dependencies = input.dependencies.flatMap(({ from }) => {
    const outputs = moved(from)
    const to = moved(closure(from, input.dependencies)).filter(output => output >= 0)
    return outputs.includes(-1) ? [] : dependency(outputs, to)
  })
  const keys =
    ordinal === null
      ? []
      : input.keys
          .map(moved)
          .filter(key => !key.includes(-1))
          .map(key => [...key, ordinal])
  const ofKeys = keys.flatMap(key => dependency(key, range(width)))
  const notNull = new Set(moved(input.notNull).filter(output => output >= 0))
  return { keys, dependencies: [...dependencies, ...ofKeys], notNull }
}

/** Of an aggregation whose output starts with the group columns; `width` counts those and the calls. */
export function aggregateKeys(input: Keys, groupBy: readonly number[], width: number): Keys {
  const group = range(groupBy.length)
  const inGroup = (columns: ReadonlySet<number>): number[] =>
    group.filter(output => columns.has(groupBy[output]!))
  const dependencies = input.dependencies.flatMap(({ from }) => {
    const outputs = from.map(column => groupBy.indexOf(column))
    if (outputs.some(output => output < 0)) return []
    return dependency(outputs, inGroup(closure(from, input.dependencies)))
  })
  const key = minimal(group, [...group].reverse(), dependencies)
  return {
    keys: [key],
    dependencies: [...dependencies, ...dependency(key, range(width))],
    notNull: new Set(group.filter(output => input.notNull.has(groupBy[output]!))),
  }
}

/** Of a group-join: the left side's columns, then `calls` columns that the left row determines. */
export function groupJoinKeys(left: Keys, width: number): Keys {
  return {
    keys: left.keys,
    dependencies: [...left.dependencies, ...left.keys.flatMap(key => dependency(key, range(width)))],
    notNull: left.notNull,
  }
}

/**
 * The input column that an expression is another form of: a column itself, or a cast of one that keeps different
 * values different, so that each determines the other.
 */
export function originColumn(expr: Expr): number | null {
  if (expr.kind === 'column') return expr.index
  if (expr.kind !== 'cast' || !keepsDifferent(expr)) return null
  return originColumn(expr.arg)
}

function keepsDifferent({ arg, type }: Extract<Expr, { kind: 'cast' }>): boolean {
  const free = type.kind === 'decimal' && type.precision === null
  switch (arg.type.kind) {
    case 'integer':
      return type.kind === 'bigint' || type.kind === 'double' || free
    case 'bigint':
      return free
    case 'varchar':
      return type.kind === 'varchar' && type.length === null
    case 'date':
      return type.kind === 'timestamp'
    default:
      return false
  }
}

/** Whether an expression reads a column whose equal values may differ in form. */
function readsFreeDecimal(expr: Expr): boolean {
  let found = false
  mapColumns(expr, column => {
    found ||= column.type.kind === 'decimal' && column.type.scale === null
    return column
  })
  return found
}

/** `columns` without those that the others determine; tries to leave out in the order of `candidates`. */
function minimal(
  columns: readonly number[],
  candidates: readonly number[],
  dependencies: readonly Dependency[],
): readonly number[] {
  let kept = [...new Set(columns)]
  for (const candidate of candidates) {
    const rest = kept.filter(column => column !== candidate)
    if (rest.length < kept.length && closure(rest, dependencies).has(candidate)) kept = rest
  }
  return kept
}

/** Without repetitions and supersets, the shortest first. */
function preferred(keys: readonly (readonly number[])[]): (readonly number[])[] {
  const chosen: (readonly number[])[] = []
  for (const key of [...keys].sort((first, second) => first.length - second.length)) {
    if (!chosen.some(other => other.every(column => key.includes(column)))) chosen.push(key)
  }
  return chosen.slice(0, MAX_KEYS)
}

function determines(from: number, to: number): Dependency {
  return { from: [from], to: [to] }
}

function dependency(from: readonly number[], to: readonly number[]): Dependency[] {
  const others = to.filter(column => !from.includes(column))
  return others.length === 0 ? [] : [{ from, to: others }]
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}
