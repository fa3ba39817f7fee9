import { css } from 'lit'

/**
 * The look of Doseline: petrol ink on warm paper, the graduations of a syringe as its mark, and one color a verdict,
 * never without its word and sign. Every pair used for text has a contrast of at least 4.5. Light or dark follows
 * `color-scheme`, which the EHR's style may set (`smart-style.ts`) and which otherwise is what the person prefers.
 */
export const tokens = css`
  :root {
    color-scheme: light dark;
    --font: system-ui, 'Segoe UI', 'Helvetica Neue', 'Open Sans', sans-serif;
    --mono: ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;

    --paper: light-dark(#f6f5f0, #0f1719);
    --card: light-dark(#fffefb, #172225);
    --sunk: light-dark(#efeee7, #111b1e);
    --ink: light-dark(#16262e, #e6ecea);
    --soft: light-dark(#4b5d65, #a7b6b5);
    --rule: light-dark(#d5d6cc, #2c3c40);
    --rule-strong: light-dark(#80908f, #6d8285);
    --brand: light-dark(#0d4f52, #12494b);
    --brand-ink: light-dark(#ffffff, #eefaf7);
    --brand-wash: light-dark(#e3efec, #17373a);
    --brand-accent: #8fdcd2;
    --action: light-dark(#0d4f52, #8fdcd2);
    --action-ink: light-dark(#ffffff, #06292b);
    --link: light-dark(#0b5f74, #7fd0dc);
    --focus: light-dark(#b3470f, #ffb37a);

    --ready: light-dark(#17663a, #86dba4);
    --ready-wash: light-dark(#e4f2e7, #14311f);
    --not-ready: light-dark(#a1261c, #ffab9f);
    --not-ready-wash: light-dark(#fbe8e4, #3d1814);
    --needs: light-dark(#7a4d00, #f3c669);
    --needs-wash: light-dark(#fcf0d3, #362808);
    --none: light-dark(#4a5661, #b4c0c8);
    --none-wash: light-dark(#e9ecee, #253036);
    --stated: light-dark(#6a3b8f, #d8b4f2);
    --stated-wash: light-dark(#f3eaf9, #2f1f3b);

    --radius: 6px;
    --gap: 0.75rem;
    --widest: 104rem;
    /* What runs over the whole window begins where the content begins. */
    --gutter: max(1rem, calc(50% - var(--widest) / 2));
    --tick: color-mix(in srgb, var(--link) 35%, transparent);

    /* What the dialogs of Web Awesome ask for, in our terms. */
    --wa-color-surface-raised: var(--card);
    --wa-color-overlay-modal: light-dark(rgb(15 23 25 / 0.55), rgb(0 0 0 / 0.7));
    --wa-panel-border-radius: var(--radius);
    --wa-shadow-l: 0 0.5rem 2rem rgb(0 0 0 / 0.25);
    --wa-space-l: 1.1rem;
    --wa-space-2xl: 2rem;
    --wa-space-xs: 0.5rem;
    --wa-transition-normal: 120ms;
    --wa-focus-ring: 3px solid var(--focus);
    --wa-focus-ring-offset: 2px;
  }

  @media (prefers-reduced-motion: reduce) {
    :root {
      --wa-transition-normal: 0ms;
    }
  }

  @page {
    size: letter;
    margin: 0.35in 0.5in 0.45in;

    @bottom-right {
      content: counter(page) ' / ' counter(pages);
      color: #333;
      font: 9px system-ui, sans-serif;
    }
  }

  @media print {
    :root {
      color-scheme: light;
      --paper: #fff;
      --card: #fff;
      --sunk: #fff;
      --ink: #000;
      --soft: #333;
      --rule: #999;
      --brand: #fff;
      --brand-ink: #000;
      --brand-wash: #fff;
      --tick: #000;
    }
  }
`

/** Gives the page its tokens; shadow roots inherit them. */
export function adoptTokens(root: DocumentOrShadowRoot = document): void {
  const sheet = tokens.styleSheet
  if (sheet && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
