import { css } from 'lit'
import { base, controls } from '../styles/shared.ts'

export const styles = [
  base,
  controls,
  css`
    :host {
      min-height: 100vh;
      background: var(--paper);
    }

    header {
      padding: 0.6rem 1rem;
      background: var(--brand);
      color: var(--brand-ink);
    }

    .brand {
      font-weight: 750;
      letter-spacing: -0.01em;
    }

    main {
      max-width: 34rem;
      margin: 0 auto;
      padding: 1.5rem 1rem;
    }

    h1 {
      font-size: 1.25rem;
      margin-block-end: 0.25rem;
    }

    ul {
      display: grid;
      gap: 0.5rem;
      margin-block-start: 1rem;
    }

    li button {
      width: 100%;
      flex-direction: column;
      align-items: flex-start;
      gap: 0;
      padding: 0.6rem 0.8rem;
    }

    li code {
      font-weight: 400;
      color: var(--soft);
    }

    form {
      display: grid;
      gap: 0.4rem;
      margin-block-start: 1rem;
      justify-items: start;
    }

    language-switch {
      display: block;
      margin-block-start: 1.5rem;
    }
  `,
]
