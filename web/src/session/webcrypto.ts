// fhirclient falls back to isomorphic-webcrypto where globalThis.crypto is missing; no browser we support lacks it.
export default globalThis.crypto
