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

    :host([covered]) > :not(idle-lock),
    :host([covered]) header,
    :host([covered]) main {
      display: none;
    }

    .skip {
      position: absolute;
      inset-inline-start: 0.5rem;
      z-index: 2;
      padding: 0.3rem 0.6rem;
      background: var(--card);
      transform: translateY(-200%);
    }

    .skip:focus {
      transform: none;
    }

    .bar {
      position: relative;
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 0.1rem 1rem;
      padding: 0.45rem var(--gutter) 0.9rem;
      background: var(--brand);
      color: var(--brand-ink);
    }

    .brand {
      font-size: 1.0625rem;
      font-weight: 750;
      letter-spacing: -0.01em;
    }

    codebook-switch {
      color: inherit;
    }

    /* The graduations of a syringe: short for each unit, long for every fifth. */
    .bar::after {
      content: '';
      position: absolute;
      inset: auto 0 0;
      height: 0.5rem;
      background:
        repeating-linear-gradient(to right, var(--tick) 0 1px, transparent 1px 2.5rem) left bottom / 100% 0.5rem no-repeat,
        repeating-linear-gradient(to right, var(--tick) 0 1px, transparent 1px 0.5rem) left bottom / 100% 0.25rem no-repeat;
    }

    .strip {
      padding: 0.4rem var(--gutter);
      background: var(--needs-wash);
      border-block-end: 1px solid color-mix(in srgb, var(--needs) 40%, transparent);
    }

    main {
      padding: 0.75rem;
    }

    .desk,
    .answer,
    .work,
    .reasons,
    .columns {
      display: grid;
      gap: var(--gap);
      align-content: start;
      grid-template-columns: minmax(0, 1fr);
    }

    .desk {
      max-width: var(--widest);
      margin: 0 auto;
    }

    .desk[aria-busy='true'] {
      opacity: 0.6;
    }

    footer {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 0.25rem 1rem;
      max-width: var(--widest);
      margin: 0.75rem auto 0;
      color: var(--soft);
      font-size: 0.8125rem;
    }

    @media screen {
      .print-only {
        display: none;
      }
    }

    @media (min-width: 56rem) {
      main {
        padding: 1rem;
      }

      .desk {
        grid-template-columns: 14rem minmax(0, 1fr);
      }

      dose-list {
        position: sticky;
        top: 0.75rem;
        align-self: start;
      }
    }

    @media (min-width: 72rem) {
      .columns {
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      }
    }

    @media (prefers-reduced-motion: no-preference) {
      .desk {
        transition: opacity 0.15s;
      }
    }

    @media print {
      :host {
        min-height: 0;
      }

      .bar {
        padding: 0 0 0.2rem;
        border-block-end: 2px solid #000;
      }

      .bar::after,
      .skip,
      codebook-switch,
      dose-list,
      draft-note {
        display: none;
      }

      main,
      .strip {
        padding-inline: 0;
      }

      .answer > *,
      .work > *,
      .reasons > * {
        margin-block-start: 0.6rem;
      }

      footer {
        padding-block-start: 0.3rem;
        border-block-start: 1px solid #999;
      }

      .desk,
      .answer,
      .columns,
      .work,
      .reasons {
        display: block;
      }
    }
  `,
]
