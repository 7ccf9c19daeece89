/** CONTRACT (being implemented): point reads and scans of committed view rows. */
import type { Plan } from '../topology/plan.ts'
import type { Store } from '../store/store.ts'
import type { ViewReader } from './ports.ts'

export function openViewReader(_plan: Plan, _store: Store): ViewReader {
  throw new Error('contract only')
}
