/** How tightly operators bind, from loose to tight, as in PostgreSQL. The parser and the printer share this table. */
import type { BinaryExpression, LogicalExpression } from './ast.ts'

export const Precedence = {
  /** `x => body` takes all that follows. */
  LAMBDA: 0,
  OR: 1,
  AND: 2,
  NOT: 3,
  IS: 4,
  COMPARISON: 5,
  /** BETWEEN, IN, LIKE, ILIKE, SIMILAR TO. */
  RANGE: 6,
  /** Other operators, such as `||` and `->>`. */
  OTHER: 7,
  ADDITIVE: 8,
  MULTIPLICATIVE: 9,
  POWER: 10,
  /** AT TIME ZONE. */
  ZONE: 11,
  SIGN: 12,
  /** `::`, `[…]` and everything that needs no parentheses. */
  PRIMARY: 13,
} as const

export type InfixOperator = BinaryExpression['operator'] | LogicalExpression['operator']

const BINARY: Record<InfixOperator, number> = {
  OR: Precedence.OR,
  AND: Precedence.AND,
  '=': Precedence.COMPARISON,
  '<>': Precedence.COMPARISON,
  '<': Precedence.COMPARISON,
  '<=': Precedence.COMPARISON,
  '>': Precedence.COMPARISON,
  '>=': Precedence.COMPARISON,
  '||': Precedence.OTHER,
  '~': Precedence.OTHER,
  '~*': Precedence.OTHER,
  '!~': Precedence.OTHER,
  '!~*': Precedence.OTHER,
  '->': Precedence.OTHER,
  '->>': Precedence.OTHER,
  '#>': Precedence.OTHER,
  '#>>': Precedence.OTHER,
  '#-': Precedence.OTHER,
  '@>': Precedence.OTHER,
  '<@': Precedence.OTHER,
  '?': Precedence.OTHER,
  '?|': Precedence.OTHER,
  '?&': Precedence.OTHER,
  '&&': Precedence.OTHER,
  '+': Precedence.ADDITIVE,
  '-': Precedence.ADDITIVE,
  '*': Precedence.MULTIPLICATIVE,
  '/': Precedence.MULTIPLICATIVE,
  '%': Precedence.MULTIPLICATIVE,
  '^': Precedence.POWER,
}

/** The precedence of an operator between two operands. */
export function binaryPrecedence(operator: InfixOperator): number {
  return BINARY[operator]
}

/** Whether two operators of this level may not follow each other without parentheses. */
export function isNonAssociative(precedence: number): boolean {
  return (
    precedence === Precedence.IS || precedence === Precedence.COMPARISON || precedence === Precedence.RANGE
  )
}
