import { css } from 'lit'

/**
 * The look of Doseline: petrol ink on warm paper, the graduations of a syringe as its mark, and one colour a verdict,
 * never without its word and sign. Every pair used for text has a contrast of at least 4.5.
 */
export const tokens = css`
  :root {
    --font: system-ui, 'Segoe UI', 'Helvetica Neue', 'Open Sans', sans-serif;
    --mono: ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;

    --paper: #f6f5f0;
    --card: #fffefb;
    --sunk: #efeee7;
    --ink: #16262e;
    --soft: #4b5d65;
    --rule: #d5d6cc;
    --rule-strong: #80908f;
    --brand: #0d4f52;
    --brand-ink: #ffffff;
    --brand-wash: #e3efec;
    --brand-accent: #8fdcd2;
    --action: #0d4f52;
    --action-ink: #ffffff;
    --link: #0b5f74;
    --focus: #b3470f;

    --ready: #17663a;
    --ready-wash: #e4f2e7;
    --not-ready: #a1261c;
    --not-ready-wash: #fbe8e4;
    --needs: #7a4d00;
    --needs-wash: #fcf0d3;
    --none: #4a5661;
    --none-wash: #e9ecee;
    --stated: #6a3b8f;
    --stated-wash: #f3eaf9;

    --radius: 6px;
    --gap: 0.75rem;
    --tick: color-mix(in srgb, var(--brand-ink) 45%, transparent);
  }

  @media (prefers-color-scheme: dark) {
    :root {
      --paper: #0f1719;
      --card: #172225;
      --sunk: #111b1e;
      --ink: #e6ecea;
      --soft: #a7b6b5;
      --rule: #2c3c40;
      --rule-strong: #6d8285;
      --brand: #12494b;
      --brand-ink: #eefaf7;
      --brand-wash: #17373a;
      --action: #8fdcd2;
      --action-ink: #06292b;
      --link: #7fd0dc;
      --focus: #ffb37a;

      --ready: #86dba4;
      --ready-wash: #14311f;
      --not-ready: #ffab9f;
      --not-ready-wash: #3d1814;
      --needs: #f3c669;
      --needs-wash: #362808;
      --none: #b4c0c8;
      --none-wash: #253036;
      --stated: #d8b4f2;
      --stated-wash: #2f1f3b;
    }
  }

  @media print {
    :root {
      --paper: #fff;
      --card: #fff;
      --sunk: #fff;
      --ink: #000;
      --soft: #333;
      --rule: #999;
      --brand: #fff;
      --brand-ink: #000;
      --tick: #000;
    }
  }
`

/** Gives the page its tokens; shadow roots inherit them. */
export function adoptTokens(root: DocumentOrShadowRoot = document): void {
  const sheet = tokens.styleSheet
  if (sheet && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
