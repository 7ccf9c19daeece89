/** A plan explained to a program: the model of {@link explain} as canonical JSON. */
import { canonicalJson, type Json } from './canonical-json.ts'
import { explain } from './explain.ts'
import type { Plan } from './plan.ts'

export function explainJson(plan: Plan): string {
  return canonicalJson(explain(plan) as object as Json)
}
