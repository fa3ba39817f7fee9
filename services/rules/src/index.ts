export { createApp } from './app.ts'
export { createEngine, type Engine } from './engine.ts'
export { Registry, readRegistry } from './registry.ts'
