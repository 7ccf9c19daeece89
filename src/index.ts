/** The library: compile `.view` texts to a plan, run a plan. The command line `matview` is its first user. */
export { compile, type Compilation } from './compiler/compile.ts'
export { renderText } from './diagnostics/render-text.ts'
export type { Diagnostic, Related, Severity } from './diagnostics/diagnostic.ts'
export type { Position, Source, Span } from './diagnostics/source.ts'
export type { Code } from './diagnostics/catalogue.ts'
export type { EngineStatus, PointRead, SourceStatus, ViewInfo, ViewReader } from './runtime/ports.ts'
export { ServiceFailure, type FailureExit } from './service/failure.ts'
export type { LoadProgress } from './service/load.ts'
export type { Outcome } from './service/engine-host.ts'
export type { RunningService, RunOptions, ServiceEvent } from './service/service.ts'
export type { Plan } from './topology/plan.ts'
import { run as runService, type RunningService, type RunOptions } from './service/service.ts'

/** Starts a service for a plan; it listens when this resolves. Throws a ServiceFailure. */
export function run(options: RunOptions): Promise<RunningService> {
  return runService(options)
}
