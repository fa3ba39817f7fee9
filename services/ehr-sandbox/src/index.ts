export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts'
export type { SandboxScenario } from './seeds.ts'
export type { LaunchContext } from './smart/launches.ts'
export type { SandboxClient, SandboxUser } from './smart/provider-configuration.ts'
